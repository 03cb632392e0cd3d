package io.thalweg.models.plan;

/**
 * What a network should learn from a row, where no {@link Head.Kind} says it: a loss of the head's
 * scores, which are the weighted sums before an activation. Agents learn so, whose targets depend
 * on what the network says itself.
 */
public interface Objective {
  /**
   * The loss of one row and its slope.
   *
   * @param scores [outputs]; overwritten with the slope of the loss by each of them
   * @param row in the batch; of a head on every step, {@code window * steps + step} as in {@link
   *     Targets}
   * @return the loss
   */
  double errors(double[] scores, int row);

  /** Whether there is anything to learn from a row. */
  default boolean known(int row) {
    return true;
  }
}
