package io.thalweg.models.plan;

/**
 * What a network should give for the rows of a batch. To a head on every step, each step of a
 * window is a row: {@code window * steps + step}, steps as in the {@link
 * io.thalweg.models.features.Batch}, the newest one last. Those of empty steps are not looked at.
 */
public sealed interface Targets {
  /** How many rows they are of. */
  int count();

  /** What an output of a row should be. */
  float of(int row, int output);

  /** Whether there is anything to learn from a row. */
  default boolean known(int row) {
    return true;
  }

  /**
   * Checks those of a row that is known.
   *
   * @throws IllegalArgumentException if a network of so many outputs has other targets
   */
  void requireRow(int row, int outputs);

  /**
   * Checks their number.
   *
   * @throws IllegalArgumentException if so many rows have more targets
   */
  default void requireCount(int rows) {
    if (count() < rows) {
      throw new IllegalArgumentException(
          "targets of %d rows found, of %d expected".formatted(count(), rows));
    }
  }

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
    public int count() {
      return labels.length;
    }

    @Override
    public void requireRow(int row, int outputs) {
      if (labels[row] < 0 || labels[row] >= outputs) {
        throw new IllegalArgumentException(
            "class %d found in row %d, one of %d expected".formatted(labels[row], row, outputs));
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
    public int count() {
      return rows.length;
    }

    @Override
    public void requireRow(int row, int outputs) {
      if (rows[row].length != outputs) {
        throw new IllegalArgumentException(
            "%d targets found in row %d, %d expected".formatted(rows[row].length, row, outputs));
      }
    }
  }

  /**
   * Targets of which some are known: a mask.
   *
   * @param known whether the row counts; what the targets say of the others is not looked at
   */
  record Masked(Targets targets, boolean[] known) implements Targets {
    @Override
    public int count() {
      return Math.min(targets.count(), known.length);
    }

    @Override
    public float of(int row, int output) {
      return targets.of(row, output);
    }

    @Override
    public boolean known(int row) {
      return known[row] && targets.known(row);
    }

    @Override
    public void requireRow(int row, int outputs) {
      targets.requireRow(row, outputs);
    }
  }
}
