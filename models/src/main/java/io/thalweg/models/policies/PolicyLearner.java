package io.thalweg.models.policies;

import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.Transition;

/** An agent that learns about how actions were chosen, and so may be told. */
public interface PolicyLearner extends Agent {
  /**
   * As {@link #observe(Transition, int)}, which takes it that the action was chosen by this agent's
   * newest version.
   *
   * @param probability with which whoever acted chose the action, in (0, 1]
   */
  void observe(Transition transition, double probability, int stream);
}
