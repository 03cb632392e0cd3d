package io.thalweg.models.evaluation;

/**
 * How good predictions were. All are NaN where there was no example.
 *
 * @param accuracy share of examples whose most probable class was the label, in [0, 1]
 * @param noChangeAccuracy share of examples whose label was the label before: what a predictor
 *     without a model would reach
 * @param kappa Cohen's kappa: 1 is perfect, 0 as good as chance with the same class frequencies; 0
 *     where chance is always right
 * @param kappaTemporal the same against no-change (Žliobaitė et al., "Evaluation methods and
 *     decision theory for classification of streaming data with temporal dependence", 2015); 0
 *     where no-change is always right
 * @param logLoss mean of −ln(probability of the label); probabilities below 1e-15 count as that
 */
public record Figures(
    double accuracy, double noChangeAccuracy, double kappa, double kappaTemporal, double logLoss) {}
