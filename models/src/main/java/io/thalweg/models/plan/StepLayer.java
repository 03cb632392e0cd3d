package io.thalweg.models.plan;

/** A layer that knows which steps of a sequence count: the first ones, up to its length. */
public sealed interface StepLayer extends Outline.Layer {
  /**
   * Walks through the steps that count in both directions (Schuster and Paliwal, 1997); gives at
   * each step what the two give there, side by side, zeroes at others. Parameters: those of {@link
   * Outline.Recurrent} forwards, then backwards.
   *
   * @param units of each direction
   */
  record Bidirectional(Cell cell, int units) implements StepLayer {
    /** The layer of each direction. */
    Outline.Recurrent direction() {
      return new Outline.Recurrent(cell, units);
    }

    @Override
    public int units(int inputs) {
      return 2 * units;
    }

    @Override
    public int size(int inputs) {
      return Math.multiplyExact(2, direction().size(inputs));
    }
  }

  /**
   * Cross-correlation along the steps, at stride 1. Parameters: K [filters, inputs, size], row by
   * row, b [filters]. Reads steps that do not count as they are: a {@link Mask} in front of it
   * makes them zeroes.
   *
   * @param size steps that it sees at a time
   */
  record StepConvolution(int filters, int size, Padding padding, Activation activation)
      implements StepLayer {
    @Override
    public int units(int inputs) {
      return filters;
    }

    @Override
    public int size(int inputs) {
      return Math.multiplyExact(Math.addExact(Math.multiplyExact(inputs, size), 1), filters);
    }

    @Override
    public int steps(int steps) {
      return along(steps).places(steps);
    }

    Sliding.Axis along(int steps) {
      return padding == Padding.SAME ? Sliding.Axis.same(steps, size, 1) : Sliding.Axis.valid(size);
    }
  }

  /** What a convolution sees beyond the ends of a window of the greatest length. */
  enum Padding {
    /** Zeroes: as many steps come out as go in. */
    SAME,
    /** Nothing: only steps come out that lie whole in the window. */
    VALID
  }

  /** Makes steps that do not count zeroes. */
  record Mask() implements StepLayer {}

  /** Makes one vector of the steps that count, unit by unit. */
  record StepPool(Pooling pooling) implements StepLayer {
    @Override
    public int steps(int steps) {
      return 1;
    }

    @Override
    public boolean endsSequence() {
      return true;
    }
  }

  /**
   * Each direction's last step, side by side, of what a {@link Bidirectional} gives: of the
   * backward one, the first step.
   */
  record LastOfBoth() implements StepLayer {
    @Override
    public int steps(int steps) {
      return 1;
    }

    @Override
    public boolean endsSequence() {
      return true;
    }
  }

  /** What is kept of several numbers. */
  enum Pooling {
    MAX,
    MEAN
  }
}
