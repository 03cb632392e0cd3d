package io.thalweg.models.agents;

/**
 * What a policy would do with an observation, before anything is drawn. Filled again and again.
 *
 * @param probabilities [actions], with which it would choose each; their sum is 1
 * @param values [actions], the returns that it expects of each; NaN: it has no such estimates
 */
public record Preferences(double[] probabilities, float[] values) {
  /** Of so many actions, not yet filled. */
  public static Preferences of(int actions) {
    return new Preferences(new double[actions], new float[actions]);
  }

  /** Σ π(a) q(a), of anybody's values. */
  public double expected(float[] ofActions) {
    double sum = 0;
    for (int action = 0; action < probabilities.length; action++) {
      sum += probabilities[action] * ofActions[action];
    }
    return sum;
  }
}
