package io.thalweg.jobs.train;

import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.agents.dqn.DqnAgent;
import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSpec;
import io.thalweg.models.agents.dqn.QPolicy;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.policies.ActorCriticAgent;
import io.thalweg.models.policies.ActorCriticSettings;
import io.thalweg.models.policies.PolicyGradientAgent;
import io.thalweg.models.policies.PolicyGradientSettings;
import io.thalweg.models.policies.PolicySpec;
import io.thalweg.models.policies.SoftmaxPolicy;

/** A way to learn to act, with its settings. */
sealed interface Family {
  /**
   * One that has learned nothing.
   *
   * @param rows observations that it decides on at a time
   */
  Agent agent(int inputs, int actions, int rows);

  /** What acts with a version of it, never exploring. */
  PublishedPolicy greedy(int inputs, int actions, int rows);

  /** By the values of actions. */
  record Values(DqnSettings settings, Architecture network) implements Family {
    private DqnSpec spec(int inputs, int actions) {
      return new DqnSpec(network, inputs, actions, settings);
    }

    @Override
    public Agent agent(int inputs, int actions, int rows) {
      return new DqnAgent(spec(inputs, actions), rows);
    }

    @Override
    public PublishedPolicy greedy(int inputs, int actions, int rows) {
      return QPolicy.greedy(spec(inputs, actions), rows);
    }
  }

  /** By a policy's gradient over rollouts. */
  record Gradients(PolicyGradientSettings settings, Architecture network, long seed)
      implements Family {
    private PolicySpec spec(int inputs, int actions) {
      return new PolicySpec(network, inputs, actions, seed);
    }

    @Override
    public Agent agent(int inputs, int actions, int rows) {
      return new PolicyGradientAgent(spec(inputs, actions), settings, rows);
    }

    @Override
    public PublishedPolicy greedy(int inputs, int actions, int rows) {
      return SoftmaxPolicy.greedy(spec(inputs, actions), rows);
    }
  }

  /** From every transition once, by eligibility traces. */
  record Traces(ActorCriticSettings settings, Architecture network, long seed) implements Family {
    private PolicySpec spec(int inputs, int actions) {
      return new PolicySpec(network, inputs, actions, seed);
    }

    @Override
    public Agent agent(int inputs, int actions, int rows) {
      return new ActorCriticAgent(spec(inputs, actions), settings, rows);
    }

    @Override
    public PublishedPolicy greedy(int inputs, int actions, int rows) {
      return SoftmaxPolicy.greedy(spec(inputs, actions), rows);
    }
  }
}
