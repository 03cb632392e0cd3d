package io.thalweg.models.plan;

/**
 * The end of a network: weighted sums of what the layers give, what becomes of them, and the loss
 * to learn by. Parameters: W [outputs, inputs], row by row, b [outputs].
 *
 * @param outputs at least 1
 * @param everyStep whether it stands on every step of a sequence (DL4J's {@code RnnOutputLayer}),
 *     else on one vector
 */
public record Head(Kind kind, int outputs, boolean everyStep) {
  /** Activation and loss. */
  public enum Kind {
    /** One class of several: DL4J's {@code LossMCXENT}. */
    SOFTMAX_CROSS_ENTROPY,
    /** Yes or no, for each output: DL4J's {@code LossBinaryXENT}, the sum over the outputs. */
    SIGMOID_CROSS_ENTROPY,
    /** Numbers: DL4J's {@code LossMSE}, the mean over the outputs. */
    IDENTITY_SQUARED_ERROR,
    /** Numbers in [0, 1]: DL4J's {@code LossMSE}, the mean over the outputs. */
    SIGMOID_SQUARED_ERROR,
    /** Numbers with outliers: {@link io.thalweg.models.losses.Huber}. */
    IDENTITY_HUBER
  }

  public Head {
    if (outputs < 1) {
      throw new IllegalArgumentException(
          "head of %d outputs found, at least 1 expected".formatted(outputs));
    }
  }

  /** A head on one vector. */
  public Head(Kind kind, int outputs) {
    this(kind, outputs, false);
  }

  /**
   * The loss of one row.
   *
   * @param scores [outputs]; overwritten
   */
  public double loss(double[] scores, Targets targets, int row) {
    return Loss.of(kind).errors(scores, targets, row);
  }

  /** Numbers in its parameters. */
  int size(int inputs) {
    return Math.multiplyExact(inputs + 1, outputs);
  }
}
