package io.thalweg.models.evaluation.offpolicy;

/**
 * A mean and how far it is known.
 *
 * @param value NaN: nothing to go by
 * @param standardError of the value; NaN: too little to go by
 */
public record Estimate(double value, double standardError) {
  /** The 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /** Lower end of the 95 % confidence interval, by the normal approximation. */
  public double low() {
    return value - Z * standardError;
  }

  /** Upper end of the 95 % confidence interval, by the normal approximation. */
  public double high() {
    return value + Z * standardError;
  }
}
