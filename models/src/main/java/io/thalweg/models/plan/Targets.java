package io.thalweg.models.plan;

/** What a network should give for the rows of a batch. */
public sealed interface Targets {
  /** What an output of a row should be. */
  float of(int row, int output);

  /**
   * Checks their shape.
   *
   * @throws IllegalArgumentException if a batch of so many rows, from a network of so many outputs,
   *     has other targets
   */
  void requireFit(int rows, int outputs);

  /**
   * 1 for the output of the row's class, 0 for the others.
   *
   * @param labels [rows], each in [0, outputs)
   */
  record Classes(int[] labels) implements Targets {
    @Override
    public float of(int row, int output) {
      return labels[row] == output ? 1 : 0;
    }

    @Override
    public void requireFit(int rows, int outputs) {
      requireRows(labels.length, rows);
      for (int i = 0; i < rows; i++) {
        if (labels[i] < 0 || labels[i] >= outputs) {
          throw new IllegalArgumentException(
              "class %d found in row %d, one of %d expected".formatted(labels[i], i, outputs));
        }
      }
    }
  }

  /**
   * Numbers.
   *
   * @param rows [rows, outputs]; finite, and what the head can give: in [0, 1] for a sigmoid
   */
  record Numbers(float[][] rows) implements Targets {
    @Override
    public float of(int row, int output) {
      return rows[row][output];
    }

    @Override
    public void requireFit(int count, int outputs) {
      requireRows(rows.length, count);
      for (int i = 0; i < count; i++) {
        if (rows[i].length != outputs) {
          throw new IllegalArgumentException(
              "%d targets found in row %d, %d expected".formatted(rows[i].length, i, outputs));
        }
      }
    }
  }

  private static void requireRows(int found, int expected) {
    if (found < expected) {
      throw new IllegalArgumentException(
          "targets of %d rows found, of %d expected".formatted(found, expected));
    }
  }
}
