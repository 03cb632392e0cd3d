package io.thalweg.models.agents;

import io.thalweg.models.features.Batch;

/**
 * Chooses actions. A decision is a function of the version, the observation and the moment: the
 * same bits in any company, and no draw depends on those before it. Not thread-safe.
 */
public interface Policy extends AutoCloseable {
  /** The agent's version that it acts with; 0: as the agent began. */
  long version();

  /**
   * Takes on what an agent's {@link Agent#policy} gave.
   *
   * @throws IllegalArgumentException with the reason, if the bytes are corrupt or of another
   *     agent's network; then the policy is as before
   */
  void load(byte[] policy);

  /**
   * Chooses an action for each observation.
   *
   * @param moments one per row of the batch
   * @param decisions filled for each row
   */
  void decide(Batch observations, Moment[] moments, Decision[] decisions);

  /** Frees what it holds outside the heap. */
  @Override
  void close();
}
