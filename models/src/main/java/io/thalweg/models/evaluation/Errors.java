package io.thalweg.models.evaluation;

/**
 * How far predicted numbers were from the labels, in the label's unit. All are NaN where there was
 * no example.
 *
 * @param meanAbsolute mean of |prediction − label|
 * @param rootMeanSquared root of the mean of (prediction − label)²
 * @param noChangeMeanAbsolute mean of |label before − label|, over the examples that have one
 *     before: what a predictor without a model would reach
 * @param skill 1 − mean of |prediction − label| / noChangeMeanAbsolute, both over the examples that
 *     have a label before: 1 is perfect, 0 as good as no change (Hyndman and Koehler, 2006, whose
 *     MASE is 1 − skill); 0 where no change is always right
 */
public record Errors(
    double meanAbsolute, double rootMeanSquared, double noChangeMeanAbsolute, double skill) {}
