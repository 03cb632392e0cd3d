package io.thalweg.models.agents;

import io.thalweg.models.features.Batch;

/**
 * Chooses actions. A decision is a function of the version, the observation and the moment: the
 * same bits in any company, and no draw depends on those before it. Where a policy reads several
 * observations, it is one of these and keeps no state of its own. Not thread-safe.
 */
public interface Policy {
  /** The agent's version that it acts with; 0: as the agent began. */
  long version();

  /** Newest observations of an episode that a decision is made from, at least 1. */
  default int steps() {
    return 1;
  }

  /**
   * Chooses an action for each observation; at most as many as it was made for.
   *
   * @param observations a window of the newest {@link #steps} of an episode per row, fewer where
   *     there are no more yet
   * @param moments one per row of the batch
   * @param decisions filled for each row
   */
  void decide(Batch observations, Moment[] moments, Decision[] decisions);
}
