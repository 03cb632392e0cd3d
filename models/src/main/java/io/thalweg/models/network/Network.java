package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Targets;
import io.thalweg.models.random.Generator;

/**
 * A function from windows to answers with parameters that can be learned.
 *
 * <p>The parameters are one flat vector, in an order that is each network's own. They are published
 * and stored in DL4J's ({@link InitialParameters}), whatever computes with them. A prediction is a
 * function of parameters and window alone: the same bits in any company and on any row of a batch.
 * Not thread-safe.
 */
public interface Network extends AutoCloseable {
  /** Numbers in the parameter vector. */
  int size();

  /** Newest steps of a window that it reads; 0: none, so that nothing need be encoded. */
  int steps();

  /**
   * A vector in this network's order: of parameters, or of an updater's state.
   *
   * @param vector in DL4J's order, [{@link #size}]; stays as it is
   */
  default float[] fromDl4j(float[] vector) {
    return vector.clone();
  }

  /** The way back from {@link #fromDl4j}. */
  default float[] toDl4j(float[] vector) {
    return vector.clone();
  }

  /** Takes these parameters on (copies them). */
  void load(float[] parameters);

  /**
   * Predicts.
   *
   * @param outputs filled for each row of the batch, [row, output]; a softmax's are the classes'
   *     probabilities
   */
  void predict(Batch batch, float[][] outputs);

  /** As below, with one class per row of the batch. */
  default double gradient(
      Batch batch, int[] labels, float[] weights, Generator chance, float[] gradient) {
    return gradient(batch, new Targets.Classes(labels), weights, chance, gradient);
  }

  /**
   * The gradient of the mean over the batch of weight × loss, in training mode.
   *
   * @param targets of the rows of the batch; where the head stands on every step, of all steps as
   *     {@link Targets} counts them, and a row's loss is the sum over those that are known
   * @param weights how much each row counts, at least 0; 1: once, as every row of another head than
   *     a softmax must
   * @param chance where the dropout masks are drawn from
   * @param gradient filled with the mean gradient over the batch, [{@link #size}]
   * @return mean of weight × loss; cross-entropy is in nats
   */
  double gradient(
      Batch batch, Targets targets, float[] weights, Generator chance, float[] gradient);

  /** Frees what it holds outside the heap. */
  @Override
  void close();
}
