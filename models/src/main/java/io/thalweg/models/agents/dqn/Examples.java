package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.replay.Draws;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Objective;
import io.thalweg.models.plan.Plan;

/**
 * What an update learns from: observations that were drawn, and what should have been said of them.
 * Filled anew for each update; allocates nothing after it was made.
 */
sealed interface Examples extends Objective permits SingleSteps, Windows {
  static Examples of(DqnSpec spec) {
    return spec.settings().sequences() == null ? new SingleSteps(spec) : new Windows(spec);
  }

  /**
   * Looks at what was drawn, to say what should have been said.
   *
   * @param network that learns
   */
  void look(ReplayMemory memory, Draws draws, Plan network, TargetNetwork target);

  /** What was seen; one row per draw. */
  Batch observations();

  /** The mean of what the network said of the actions that were learned. */
  double mean();

  /** How far off it was on average. */
  double error();

  /** How far off each draw was, for its priority; not a copy. */
  double[] errors();
}
