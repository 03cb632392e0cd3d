package io.thalweg.models.learning;

/** What came of learning a batch. */
public sealed interface Update {
  /** Updates applied so far: the model's version after this one. */
  long version();

  /** New examples in the batch. */
  int examples();

  /**
   * The model has learned.
   *
   * @param loss mean loss of the new examples before the first step (with dropout); cross-entropy
   *     is in nats, that of a number is of standardised labels; where all steps of a window teach,
   *     an example's is their sum
   * @param gradientNorm global L2 norm of the first step's gradient, before clipping
   */
  record Applied(long version, int examples, double loss, double gradientNorm) implements Update {}

  /**
   * The batch would have made the model diverge; everything is as it was before it.
   *
   * @param reason what was not finite
   */
  record Refused(long version, int examples, String reason) implements Update {}
}
