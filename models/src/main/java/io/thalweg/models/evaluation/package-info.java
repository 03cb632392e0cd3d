/** Prequential (test, then train) figures: accuracy, kappa, kappa-temporal, log loss. */
package io.thalweg.models.evaluation;
