package io.thalweg.jobs.train;

import io.thalweg.environments.Environments;
import io.thalweg.environments.Space;
import io.thalweg.environments.VectorEnvironment;
import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSpec;
import io.thalweg.models.network.Architecture;

/**
 * An agent to be trained in an environment.
 *
 * @param environments that it acts in at the same time, at least 1
 * @param steps of all environments together
 * @param evaluateEvery steps from one evaluation to the next
 * @param episodes of an evaluation
 * @param seed of environments and agent
 */
record Experiment(
    Environments.Entry world,
    DqnSettings settings,
    Architecture network,
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
  DqnSpec agent() {
    VectorEnvironment one = new VectorEnvironment(world::make, 1, seed);
    if (!(one.actionSpace() instanceof Space.Discrete actions)) {
      throw new IllegalArgumentException(
          "%s: actions of %s found, one of several expected by this agent; pendulum-5 has such"
              .formatted(world.name(), one.actionSpace()));
    }
    return new DqnSpec(
        network, Inputs.of(one.observationSpace()).size(), actions.n(), settings.withSeed(seed));
  }
}
