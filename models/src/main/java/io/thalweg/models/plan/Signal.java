package io.thalweg.models.plan;

/**
 * What goes from one layer to the next.
 *
 * @param values [steps, rows, units]; steps is 1 after the last step was chosen
 * @param gradient of the loss by the values, same shape; null if nobody learns
 */
record Signal(int steps, int rows, int units, Floats values, Floats gradient) {
  static Signal of(Workbench bench, int steps, int rows, int units, boolean training) {
    long size = (long) steps * rows * units;
    return new Signal(steps, rows, units, bench.floats(size), training ? bench.floats(size) : null);
  }

  /** Where the units of a row's step begin. */
  int place(int step, int row) {
    return (step * rows + row) * units;
  }
}
