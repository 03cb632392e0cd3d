package io.thalweg.connectors.predictions;

/**
 * How a model does so far; one record per published model on the metrics topic.
 *
 * @param model id of the model
 * @param eventTime newest event time evaluated, milliseconds since the epoch
 * @param examples labelled examples evaluated (each before it was learned)
 * @param modelVersion updates applied
 * @param refused updates refused, because they would have made the loss or a parameter not finite
 * @param loss of the newest update's first step, mean over its examples; NaN before the first
 * @param all over everything
 * @param window over the newest examples
 */
public record LearningProgress(
    String model,
    long eventTime,
    long examples,
    long modelVersion,
    long refused,
    double loss,
    Figures all,
    Figures window) {}
