package io.thalweg.models.evaluation.offpolicy;

/**
 * A decision that was made, logged and rewarded.
 *
 * @param reward that came of it
 * @param logged probability with which it was chosen then, in (0, 1]
 * @param target probability with which the policy in question would choose it there, in [0, 1]
 * @param modelOfTaken reward that a model expects of it; NaN: there is no model
 * @param modelOfTarget reward that the model expects of the policy in question there: over all
 *     actions, the policy's probability times what the model expects; NaN: there is no model
 */
public record Decided(
    double reward, double logged, double target, double modelOfTaken, double modelOfTarget) {
  public Decided {
    require(Double.isFinite(reward), "reward", reward, "a finite number");
    require(logged > 0 && logged <= 1, "probability", logged, "above 0 and at most 1");
    require(target >= 0 && target <= 1, "probability of the other policy", target, "0 to 1");
    require(
        Double.isNaN(modelOfTaken) == Double.isNaN(modelOfTarget)
            && !Double.isInfinite(modelOfTaken)
            && !Double.isInfinite(modelOfTarget),
        "model's rewards",
        modelOfTaken + " and " + modelOfTarget,
        "two finite numbers, or none");
  }

  /** Without a model. */
  public Decided(double reward, double logged, double target) {
    this(reward, logged, target, Double.NaN, Double.NaN);
  }

  private static void require(boolean right, String what, Object found, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          "%s %s found, %s expected".formatted(what, found, expected));
    }
  }

  /** How much more often the policy in question would make it. */
  double weight() {
    return target / logged;
  }

  boolean modelled() {
    return !Double.isNaN(modelOfTaken);
  }
}
