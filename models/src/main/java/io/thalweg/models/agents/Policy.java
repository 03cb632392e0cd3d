package io.thalweg.models.agents;

import io.thalweg.models.features.Batch;

/**
 * Chooses actions. A decision is a function of the version, the observation and the moment: the
 * same bits in any company, and no draw depends on those before it. Not thread-safe.
 */
public interface Policy {
  /** The agent's version that it acts with; 0: as the agent began. */
  long version();

  /**
   * Chooses an action for each observation; at most as many as it was made for.
   *
   * @param moments one per row of the batch
   * @param decisions filled for each row
   */
  void decide(Batch observations, Moment[] moments, Decision[] decisions);
}
