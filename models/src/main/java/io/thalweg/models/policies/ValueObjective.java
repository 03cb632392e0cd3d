package io.thalweg.models.policies;

import io.thalweg.models.plan.Objective;

/**
 * The loss of a value: coefficient × half the square of its distance from the return, max((V − R)²,
 * (clip(V, V₀ − ε, V₀ + ε) − R)²) / 2, V₀ what it was before the rollout was learned (Huang et al.,
 * "The 37 implementation details of proximal policy optimization", 2022, detail 9). A value that
 * has gone further than ε is drawn no further where its bounded self would be wrong by more.
 */
final class ValueObjective implements Objective {
  private final double vfCoef;
  private final double clip;
  private final Minibatch minibatch;
  private double squares;

  /**
   * @param clip ε; infinite: values are not clipped
   */
  ValueObjective(double vfCoef, double clip, Minibatch minibatch) {
    this.vfCoef = vfCoef;
    this.clip = clip;
    this.minibatch = minibatch;
  }

  void clear() {
    squares = 0;
  }

  @Override
  public boolean known(int row) {
    return row < minibatch.count();
  }

  @Override
  public double errors(double[] scores, int row) {
    double value = scores[0];
    double before = minibatch.valueBefore(row);
    double bounded = Math.max(before - clip, Math.min(before + clip, value));
    double free = value - minibatch.returned(row);
    double clipped = bounded - minibatch.returned(row);
    boolean flat = clipped * clipped > free * free;
    double error = flat ? clipped : free;
    scores[0] = flat ? 0 : vfCoef * free;
    squares += error * error;
    return vfCoef * error * error / 2;
  }

  /** Mean of half the squares, since cleared. */
  double meanLoss(int rows) {
    return squares / 2 / rows;
  }
}
