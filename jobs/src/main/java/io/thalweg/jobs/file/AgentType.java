package io.thalweg.jobs.file;

import io.thalweg.models.network.Activation;
import io.thalweg.models.policies.PolicyGradientSettings;
import java.util.List;
import java.util.Optional;

/** The values of {@code agent.type}. */
@SuppressWarnings("ImmutableEnumChecker") // settings are records
enum AgentType {
  DQN(Activation.RELU, 1e-3, 10, new Remembering(100_000, 1_000, 1, 1), null),
  PPO(Activation.TANH, 2.5e-4, 0.5, null, PolicyGradientSettings.PPO),
  A2C(Activation.TANH, 7e-4, 0.5, null, PolicyGradientSettings.A2C),
  REINFORCE(Activation.TANH, 1e-3, 0, null, PolicyGradientSettings.REINFORCE),
  ACTOR_CRITIC(Activation.TANH, 1e-3, 0, null, null),
  BANDIT(Activation.IDENTITY, 0, 0, null, null),
  NEURAL_BANDIT(Activation.RELU, 1e-3, 5, new Remembering(10_000, 0, 100, 100), null);

  /** How one learns from a memory, where nothing else is said. */
  record Remembering(int memory, int starts, int every, int updates) {}

  /** All that have networks. */
  static final List<AgentType> BY_NETWORKS =
      List.of(DQN, PPO, A2C, REINFORCE, ACTOR_CRITIC, NEURAL_BANDIT);

  /** All that learn from a memory. */
  static final List<AgentType> BY_MEMORY = List.of(DQN, NEURAL_BANDIT);

  /** All whose actions have no consequence but a reward. */
  static final List<AgentType> BANDITS = List.of(BANDIT, NEURAL_BANDIT);

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
  private final Remembering remembering;
  private final PolicyGradientSettings settings;

  AgentType(
      Activation activation,
      double rate,
      double clipNorm,
      Remembering remembering,
      PolicyGradientSettings settings) {
    this.activation = activation;
    this.rate = rate;
    this.clipNorm = clipNorm;
    this.remembering = remembering;
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

  /** Of those that learn from a memory; null of the others. */
  Remembering remembering() {
    return remembering;
  }

  /** Of those that learn from rollouts. */
  Optional<PolicyGradientSettings> settings() {
    return Optional.ofNullable(settings);
  }
}
