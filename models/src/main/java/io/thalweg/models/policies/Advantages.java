package io.thalweg.models.policies;

/**
 * Generalised advantage estimation (Schulman et al., "High-dimensional continuous control using
 * generalized advantage estimation", 2016, equation 16): Â(t) = Σ (γλ)ˡ δ(t + l) with δ(t) = r(t) +
 * γ V(s(t + 1)) − V(s(t)), to the end of the segment. Behind a termination there is nothing, behind
 * a truncation or the rollout's end the value of what was seen last.
 */
final class Advantages {
  private final double[] advantages;
  private final double[] returns;

  Advantages(int capacity) {
    advantages = new double[capacity];
    returns = new double[capacity];
  }

  /**
   * Estimates them for each row.
   *
   * @param values of the rows' observations
   * @param nextValues of what came after them; read where a row bootstraps
   */
  void estimate(
      Rollout rollout, double[] values, double[] nextValues, double gamma, double lambda) {
    for (int row = rollout.count() - 1; row >= 0; row--) {
      int successor = rollout.successor(row);
      double after = 0;
      double later = 0;
      if (successor != Rollout.NONE) {
        after = values[successor];
        later = advantages[successor];
      } else if (rollout.bootstraps(row)) {
        after = nextValues[row];
      }
      double error = rollout.reward(row) + gamma * after - values[row];
      advantages[row] = error + gamma * lambda * later;
      returns[row] = advantages[row] + values[row];
    }
  }

  double advantage(int row) {
    return advantages[row];
  }

  /** What the value of a row should have been: Â + V, which with λ = 1 is the return. */
  double returned(int row) {
    return returns[row];
  }
}
