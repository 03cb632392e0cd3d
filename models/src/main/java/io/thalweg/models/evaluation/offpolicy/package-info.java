/** What a policy would be worth, from decisions that another one made and logged. */
package io.thalweg.models.evaluation.offpolicy;
