package io.thalweg.models.policies;

/**
 * A distribution over actions by their scores: π(a) = e^{h(a)} / Σ e^{h(b)} (Sutton and Barto,
 * 2018, equation 13.2), in double and by StrictMath, so that its bits are the same everywhere.
 * Filled again and again.
 */
final class Softmax {
  private final double[] logProbabilities;
  private final double[] probabilities;

  /**
   * @param actions at least 1
   */
  Softmax(int actions) {
    logProbabilities = new double[actions];
    probabilities = new double[actions];
  }

  void of(double[] scores) {
    System.arraycopy(scores, 0, logProbabilities, 0, logProbabilities.length);
    normalise();
  }

  void of(float[] scores) {
    for (int action = 0; action < logProbabilities.length; action++) {
      logProbabilities[action] = scores[action];
    }
    normalise();
  }

  private void normalise() {
    double highest = Double.NEGATIVE_INFINITY;
    for (double score : logProbabilities) {
      highest = Math.max(highest, score);
    }
    double sum = 0;
    for (double score : logProbabilities) {
      sum += StrictMath.exp(score - highest);
    }
    double logSum = highest + StrictMath.log(sum);
    for (int action = 0; action < probabilities.length; action++) {
      logProbabilities[action] -= logSum;
      probabilities[action] = StrictMath.exp(logProbabilities[action]);
    }
  }

  double logProbability(int action) {
    return logProbabilities[action];
  }

  double probability(int action) {
    return probabilities[action];
  }

  /** H = −Σ π ln π, in nats. */
  double entropy() {
    double entropy = 0;
    for (int action = 0; action < probabilities.length; action++) {
      // An action whose probability is 0 by underflow counts nothing.
      entropy -= probabilities[action] > 0 ? probabilities[action] * logProbabilities[action] : 0;
    }
    return entropy;
  }

  /** The likeliest action, the first of several. */
  int best() {
    int best = 0;
    for (int action = 1; action < probabilities.length; action++) {
      if (logProbabilities[action] > logProbabilities[best]) {
        best = action;
      }
    }
    return best;
  }

  /**
   * The action that a uniform number falls on.
   *
   * @param uniform in [0, 1)
   */
  int draw(double uniform) {
    return draw(probabilities, uniform);
  }

  /** As above, from any probabilities. */
  static int draw(double[] probabilities, double uniform) {
    double sum = 0;
    int last = 0;
    for (int action = 0; action < probabilities.length; action++) {
      sum += probabilities[action];
      if (uniform < sum) {
        return action;
      }
      last = probabilities[action] > 0 ? action : last;
    }
    // The sum may end below 1 by rounding.
    return last;
  }

  /** Probabilities, as a {@link io.thalweg.models.agents.Decision} has them. */
  float[] probabilities() {
    float[] rounded = new float[probabilities.length];
    for (int action = 0; action < rounded.length; action++) {
      rounded[action] = (float) probabilities[action];
    }
    return rounded;
  }

  /**
   * The slope by the scores of a loss of ln π(a) and of the entropy: by score j, ∂ ln π(a) = 1[j =
   * a] − π(j) and ∂H = −π(j) (ln π(j) + H).
   *
   * @param byLog slope by ln π(a)
   * @param byEntropy slope by H
   * @param slopes filled, [actions]
   */
  void slopes(int action, double byLog, double byEntropy, double[] slopes) {
    double entropy = entropy();
    for (int j = 0; j < probabilities.length; j++) {
      double p = probabilities[j];
      double ofEntropy = p > 0 ? -p * (logProbabilities[j] + entropy) : 0;
      slopes[j] = byLog * ((j == action ? 1 : 0) - p) + byEntropy * ofEntropy;
    }
  }
}
