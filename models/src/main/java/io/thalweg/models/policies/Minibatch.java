package io.thalweg.models.policies;

import io.thalweg.models.features.Batch;

/**
 * Rows of a rollout to make a step on. Empty rows may fill it up, so that a few shapes of kernels
 * serve all sizes; nothing is learned from them.
 */
final class Minibatch {
  /** Standard deviations below this are none. */
  private static final double LEAST_DEVIATION = 1e-8;

  private final Batch observations;
  private final float[] empty;
  private final int[] actions;
  private final double[] advantages;
  private final double[] returns;
  private final double[] valuesBefore;
  private final double[] logged;
  private final float[] weights;
  private int count;

  Minibatch(int rows, int inputs) {
    observations = new Batch(rows, 1, inputs);
    empty = new float[inputs];
    actions = new int[rows];
    advantages = new double[rows];
    returns = new double[rows];
    valuesBefore = new double[rows];
    logged = new double[rows];
    weights = new float[rows];
  }

  void clear() {
    observations.clear();
    count = 0;
  }

  /**
   * Takes a row on.
   *
   * @param valueBefore what the observation was worth before the rollout was learned
   * @param logProbability with which the action was chosen
   */
  void add(
      Rollout rollout,
      int row,
      double advantage,
      double returned,
      double valueBefore,
      double logProbability) {
    rollout.addObservation(row, observations);
    actions[count] = rollout.action(row);
    advantages[count] = advantage;
    returns[count] = returned;
    valuesBefore[count] = valueBefore;
    logged[count++] = logProbability;
  }

  /** Fills up to so many rows; the mean stays that over those that are not empty. */
  void fill(int rows) {
    while (observations.count() < rows) {
      observations.add(empty, 0, 1);
    }
    for (int row = 0; row < observations.count(); row++) {
      weights[row] = row < count ? (float) observations.count() / count : 0;
    }
  }

  /** Â ← (Â − mean) / deviation, as PyTorch has it; of a single row nothing is changed. */
  void normalise() {
    if (count < 2) {
      return;
    }
    double mean = 0;
    for (int row = 0; row < count; row++) {
      mean += advantages[row] / count;
    }
    double squares = 0;
    for (int row = 0; row < count; row++) {
      double distance = advantages[row] - mean;
      squares += distance * distance;
    }
    double deviation = StrictMath.sqrt(squares / (count - 1)) + LEAST_DEVIATION;
    for (int row = 0; row < count; row++) {
      advantages[row] = (advantages[row] - mean) / deviation;
    }
  }

  Batch observations() {
    return observations;
  }

  /** Rows to learn from; the others are empty. */
  int count() {
    return count;
  }

  float[] weights() {
    return weights;
  }

  int action(int row) {
    return actions[row];
  }

  double advantage(int row) {
    return advantages[row];
  }

  double returned(int row) {
    return returns[row];
  }

  double valueBefore(int row) {
    return valuesBefore[row];
  }

  double logged(int row) {
    return logged[row];
  }
}
