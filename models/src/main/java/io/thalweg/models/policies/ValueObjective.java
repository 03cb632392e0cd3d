package io.thalweg.models.policies;

import io.thalweg.models.plan.Objective;

/** The loss of a value: coefficient × half the square of its distance from the return. */
final class ValueObjective implements Objective {
  private final double vfCoef;
  private final Minibatch minibatch;
  private double squares;

  ValueObjective(double vfCoef, Minibatch minibatch) {
    this.vfCoef = vfCoef;
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
    double error = scores[0] - minibatch.returned(row);
    scores[0] = vfCoef * error;
    squares += error * error;
    return vfCoef * error * error / 2;
  }

  /** Mean of half the squares, since cleared. */
  double meanLoss(int rows) {
    return squares / 2 / rows;
  }
}
