package io.thalweg.models.evaluation.offpolicy;

/**
 * A decision that was made, logged and rewarded, and what two policies would have done there.
 *
 * @param reward that came of it; finite
 * @param logged probability with which it was chosen then, in (0, 1]; NaN: not known, and then it
 *     says nothing of other policies
 * @param candidate what the candidate would have done
 * @param serving what the policy that serves would have done
 * @param modelOfTaken return that a model expects of it; NaN: there is no model
 */
public record Compared(
    double reward, double logged, Choice candidate, Choice serving, double modelOfTaken) {
  /**
   * What a policy would have done.
   *
   * @param probability with which it would choose the same, in [0, 1]
   * @param model return that the model expects of the policy there: over all actions, its
   *     probability times what the model expects; NaN: there is no model
   */
  public record Choice(double probability, double model) {}

  /** Whether it says anything of other policies. */
  public boolean known() {
    return !Double.isNaN(logged);
  }

  boolean modelled() {
    return !Double.isNaN(modelOfTaken);
  }
}
