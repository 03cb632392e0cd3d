/** What a job answers: predictions and learning progress as JSON. */
package io.thalweg.connectors.predictions;
