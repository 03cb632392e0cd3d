package io.thalweg.jobs.train;

import io.thalweg.environments.Environments;
import io.thalweg.environments.Inputs;
import io.thalweg.environments.Space;
import io.thalweg.environments.VectorEnvironment;
import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.families.Family;

/**
 * An agent to be trained in an environment.
 *
 * @param environments that it acts in at the same time, at least 1
 * @param steps of all environments together
 * @param evaluateEvery steps from one evaluation to the next
 * @param episodes of an evaluation
 * @param seed of the environments
 */
record Experiment(
    Environments.Entry world,
    Family family,
    int environments,
    long steps,
    long evaluateEvery,
    int episodes,
    long seed) {

  /**
   * The agent.
   *
   * @throws IllegalArgumentException if it cannot act there
   */
  Agent agent() {
    return family.agent(inputs(), actions(), environments);
  }

  /** What acts as it does, without exploring. */
  PublishedPolicy greedy() {
    return family.greedy(inputs(), actions(), episodes);
  }

  private VectorEnvironment one() {
    return new VectorEnvironment(world::make, 1, seed);
  }

  private int inputs() {
    return Inputs.of(one().observationSpace()).size();
  }

  private int actions() {
    Space space = one().actionSpace();
    if (space instanceof Space.Discrete actions) {
      return actions.n();
    }
    throw new IllegalArgumentException(
        "%s: actions of %s found, one of several expected by this agent; pendulum-5 has such"
            .formatted(world.name(), space));
  }
}
