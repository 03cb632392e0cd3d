package io.thalweg.models.families;

import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.agents.dqn.DqnAgent;
import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSpec;
import io.thalweg.models.agents.dqn.QPolicy;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.policies.ActorCriticAgent;
import io.thalweg.models.policies.ActorCriticSettings;
import io.thalweg.models.policies.BanditAgent;
import io.thalweg.models.policies.BanditPolicy;
import io.thalweg.models.policies.BanditSettings;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.NeuralBanditAgent;
import io.thalweg.models.policies.NeuralBanditPolicy;
import io.thalweg.models.policies.NeuralBanditSettings;
import io.thalweg.models.policies.NeuralBanditSpec;
import io.thalweg.models.policies.PolicyGradientAgent;
import io.thalweg.models.policies.PolicyGradientSettings;
import io.thalweg.models.policies.PolicySpec;
import io.thalweg.models.policies.SoftmaxPolicy;
import java.io.Serializable;

/**
 * A way to learn to act, with its settings. An agent and what acts with its versions are made for
 * observations of so many {@code inputs} and for so many {@code actions}; {@code rows} is how many
 * observations are decided on at a time, at most.
 */
public sealed interface Family extends Serializable {
  /**
   * One that has learned nothing.
   *
   * @throws IllegalArgumentException if there is none of these settings for them
   */
  Agent agent(int inputs, int actions, int rows);

  /** What acts with a version of it, exploring as the version says. */
  PublishedPolicy exploring(int inputs, int actions, int rows);

  /** What acts with a version of it, never exploring. */
  PublishedPolicy greedy(int inputs, int actions, int rows);

  /** Streams of transitions that an agent tells apart, from 0. */
  int streams();

  /** Of initial parameters and of all that is drawn. */
  long seed();

  /** γ of a step; 0: an action has no other consequence than its reward. */
  double discount();

  /** Newest observations of an episode that a policy decides from. */
  default int window() {
    return 1;
  }

  /** Whether rewards may be corrected later; transitions then say when they were. */
  default boolean correctable() {
    return false;
  }

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
    public PublishedPolicy exploring(int inputs, int actions, int rows) {
      return QPolicy.exploring(spec(inputs, actions), rows);
    }

    @Override
    public PublishedPolicy greedy(int inputs, int actions, int rows) {
      return QPolicy.greedy(spec(inputs, actions), rows);
    }

    @Override
    public int streams() {
      return settings.memory().streams();
    }

    @Override
    public long seed() {
      return settings.seed();
    }

    @Override
    public double discount() {
      return settings.discount();
    }

    @Override
    public int window() {
      return settings.window();
    }

    @Override
    public boolean correctable() {
      return settings.memory().correctable();
    }
  }

  /** A softmax policy of a network is what is learned. */
  sealed interface OfPolicies extends Family {
    Architecture network();

    /** The policy before it has learned anything. */
    default PolicySpec spec(int inputs, int actions) {
      return new PolicySpec(network(), inputs, actions, seed());
    }

    @Override
    default PublishedPolicy exploring(int inputs, int actions, int rows) {
      return SoftmaxPolicy.sampling(spec(inputs, actions), rows);
    }

    @Override
    default PublishedPolicy greedy(int inputs, int actions, int rows) {
      return SoftmaxPolicy.greedy(spec(inputs, actions), rows);
    }
  }

  /** By a policy's gradient over rollouts. */
  record Gradients(PolicyGradientSettings settings, Architecture network, long seed)
      implements OfPolicies {
    @Override
    public Agent agent(int inputs, int actions, int rows) {
      return new PolicyGradientAgent(spec(inputs, actions), settings, rows);
    }

    @Override
    public double discount() {
      return settings.gamma();
    }

    @Override
    public int streams() {
      return settings.streams();
    }
  }

  /** From every transition once, by eligibility traces. */
  record Traces(ActorCriticSettings settings, Architecture network, long seed)
      implements OfPolicies {
    @Override
    public Agent agent(int inputs, int actions, int rows) {
      return new ActorCriticAgent(spec(inputs, actions), settings, rows);
    }

    @Override
    public double discount() {
      return settings.gamma();
    }

    @Override
    public int streams() {
      return settings.streams();
    }
  }

  /**
   * By what each action is worth at once: an action has no other consequence.
   *
   * @param streams any number; they are all alike to it
   */
  record Bandit(Choice choice, double ridge, int streams, long seed) implements Family {
    private BanditSettings settings(int inputs, int actions) {
      return new BanditSettings(inputs, actions, choice, ridge, true, seed);
    }

    @Override
    public Agent agent(int inputs, int actions, int rows) {
      return new BanditAgent(settings(inputs, actions));
    }

    @Override
    public PublishedPolicy exploring(int inputs, int actions, int rows) {
      return BanditPolicy.exploring(settings(inputs, actions));
    }

    @Override
    public PublishedPolicy greedy(int inputs, int actions, int rows) {
      return BanditPolicy.greedy(settings(inputs, actions));
    }

    @Override
    public double discount() {
      return 0;
    }
  }

  /** As a bandit, by a network. */
  record NeuralBandit(NeuralBanditSettings settings, Architecture network) implements Family {
    private NeuralBanditSpec spec(int inputs, int actions) {
      return new NeuralBanditSpec(network, inputs, actions, settings);
    }

    @Override
    public Agent agent(int inputs, int actions, int rows) {
      return new NeuralBanditAgent(spec(inputs, actions), rows);
    }

    @Override
    public PublishedPolicy exploring(int inputs, int actions, int rows) {
      return NeuralBanditPolicy.exploring(spec(inputs, actions), rows);
    }

    @Override
    public PublishedPolicy greedy(int inputs, int actions, int rows) {
      return NeuralBanditPolicy.greedy(spec(inputs, actions), rows);
    }

    @Override
    public int streams() {
      return settings.streams();
    }

    @Override
    public long seed() {
      return settings.seed();
    }

    @Override
    public double discount() {
      return 0;
    }

    @Override
    public boolean correctable() {
      return settings.correctable();
    }
  }
}
