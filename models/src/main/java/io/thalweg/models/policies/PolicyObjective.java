package io.thalweg.models.policies;

import io.thalweg.models.plan.Objective;
import io.thalweg.models.policies.Surrogate.Clipped;

/**
 * The loss of a policy's scores: − surrogate − coefficient × entropy. It keeps count of what it
 * sees, for the diagnostics.
 */
final class PolicyObjective implements Objective {
  private final Surrogate surrogate;
  private final double entCoef;
  private final Minibatch minibatch;
  private final Softmax softmax;
  private double surrogates;
  private double entropies;
  private double divergences;
  private int clipped;

  PolicyObjective(Surrogate surrogate, double entCoef, Minibatch minibatch, int actions) {
    this.surrogate = surrogate;
    this.entCoef = entCoef;
    this.minibatch = minibatch;
    softmax = new Softmax(actions);
  }

  /** Starts to count anew. */
  void clear() {
    surrogates = 0;
    entropies = 0;
    divergences = 0;
    clipped = 0;
  }

  @Override
  public boolean known(int row) {
    return row < minibatch.count();
  }

  @Override
  public double errors(double[] scores, int row) {
    softmax.of(scores);
    int action = minibatch.action(row);
    double advantage = minibatch.advantage(row);
    double logProbability = softmax.logProbability(action);
    double logRatio = logProbability - minibatch.logged(row);
    double ratio = StrictMath.exp(logRatio);
    double value = advantage * logProbability;
    double slope = advantage;
    if (surrogate instanceof Clipped clip) {
      double least = 1 - clip.clipCoef();
      double most = 1 + clip.clipCoef();
      value = ratio * advantage;
      slope = ratio * advantage;
      double bounded = Math.max(least, Math.min(most, ratio)) * advantage;
      if (bounded < value) {
        value = bounded;
        slope = 0;
      }
      clipped += ratio < least || ratio > most ? 1 : 0;
    }
    double entropy = softmax.entropy();
    softmax.slopes(action, -slope, -entCoef, scores);
    surrogates += value;
    entropies += entropy;
    divergences += (ratio - 1) - logRatio;
    return -value - entCoef * entropy;
  }

  /** Mean loss without the entropy, since cleared. */
  double meanLoss(int rows) {
    return -surrogates / rows;
  }

  double meanEntropy(int rows) {
    return entropies / rows;
  }

  /**
   * Mean estimate of the divergence KL(acting, learning): (ρ − 1) − ln ρ (Schulman, "Approximating
   * KL divergence", 2020).
   */
  double meanDivergence(int rows) {
    return divergences / rows;
  }

  double sumOfDivergences() {
    return divergences;
  }

  double clippedShare(int rows) {
    return (double) clipped / rows;
  }
}
