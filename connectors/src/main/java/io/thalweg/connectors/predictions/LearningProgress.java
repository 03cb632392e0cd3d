package io.thalweg.connectors.predictions;

/**
 * How a model does so far; one record per published model on the metrics topic.
 *
 * @param model id of the model
 * @param eventTime newest event time evaluated, milliseconds since the epoch
 * @param examples labelled examples evaluated (each before it was learned)
 * @param modelVersion updates applied
 * @param refused updates refused, because they would have made the loss or a parameter not finite
 * @param loss mean cross-entropy of the newest update's first step; NaN before the first
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
    Figures window) {
  /**
   * Prequential figures: accuracies in [0, 1], log loss in nats.
   *
   * @param noChangeAccuracy of the classifier that answers the label before
   * @param kappa against chance (Cohen, 1960)
   * @param kappaTemporal against no change (Žliobaitė et al., 2015)
   */
  public record Figures(
      double accuracy,
      double noChangeAccuracy,
      double kappa,
      double kappaTemporal,
      double logLoss) {}
}
