package io.thalweg.jobs.file;

import io.thalweg.models.network.Activation;
import io.thalweg.models.policies.PolicyGradientSettings;
import java.util.List;
import java.util.Optional;

/** The values of {@code agent.type}. */
@SuppressWarnings("ImmutableEnumChecker") // settings are records
enum AgentType {
  DQN(Activation.RELU, 1e-3, 10, null),
  PPO(Activation.TANH, 2.5e-4, 0.5, PolicyGradientSettings.PPO),
  A2C(Activation.TANH, 7e-4, 0.5, PolicyGradientSettings.A2C),
  REINFORCE(Activation.TANH, 1e-3, 0, PolicyGradientSettings.REINFORCE),
  ACTOR_CRITIC(Activation.TANH, 1e-3, 0, null),
  BANDIT(Activation.IDENTITY, 0, 0, null);

  /** All that have networks. */
  static final List<AgentType> BY_NETWORKS = List.of(DQN, PPO, A2C, REINFORCE, ACTOR_CRITIC);

  /** How a bandit chooses. */
  enum Choice {
    EPSILON_GREEDY,
    SOFTMAX,
    UPPER_BOUND
  }

  /** All that learn from rollouts. */
  static final List<AgentType> BY_ROLLOUTS = List.of(PPO, A2C, REINFORCE);

  private final Activation activation;
  private final double rate;
  private final double clipNorm;
  private final PolicyGradientSettings settings;

  AgentType(Activation activation, double rate, double clipNorm, PolicyGradientSettings settings) {
    this.activation = activation;
    this.rate = rate;
    this.clipNorm = clipNorm;
    this.settings = settings;
  }

  Activation activation() {
    return activation;
  }

  double rate() {
    return rate;
  }

  double clipNorm() {
    return clipNorm;
  }

  /** Of those that learn from rollouts. */
  Optional<PolicyGradientSettings> settings() {
    return Optional.ofNullable(settings);
  }
}
