package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;

/** How many steps of each row count: the first ones. */
final class Lengths {
  private final int steps;
  private final int[] lengths;

  /**
   * @param signal whose steps they are; fewer than a window's behind a convolution
   */
  Lengths(Signal signal) {
    steps = signal.steps();
    lengths = new int[signal.rows()];
  }

  /** Rows that the batch leaves empty have one step, of zeroes. */
  void see(Batch batch) {
    for (int row = 0; row < lengths.length; row++) {
      lengths[row] = row < batch.count() ? Math.min(batch.length(row), steps) : 1;
    }
  }

  /** At least 1. */
  int of(int row) {
    return lengths[row];
  }
}
