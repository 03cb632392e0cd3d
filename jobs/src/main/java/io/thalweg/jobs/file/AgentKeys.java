package io.thalweg.jobs.file;

import io.thalweg.connectors.agents.AgentSpaces;
import io.thalweg.environments.Environments;
import io.thalweg.jobs.file.AgentJobSpec.Role;
import io.thalweg.models.agents.dqn.DqnSettings.Loss;
import io.thalweg.models.network.Activation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every key that a job file with an agent may hold. */
final class AgentKeys {
  private static final List<Key<?>> DECLARED = new ArrayList<>();
  private static final String OF_ENVIRONMENT = "that of the environment";
  private static final String OF_TYPE = "as its type has it";

  static final Key<String> ENVIRONMENT;
  static final Key<Role> ROLE;

  static final Key<String> INPUT_TOPIC;
  static final Key<Integer> INPUT_NUMBERS;
  static final Key<Integer> INPUT_ACTIONS;

  static {
    key(Keys.NAME);
    ENVIRONMENT = key(Key.optional("environment", environment(), "input says what there is"));
    ROLE = key(Key.of("role", Type.choice(Role.class), Role.ACT_AND_LEARN));
    INPUT_TOPIC = key(Key.optional("input.topic", Type.topic(), "NAME.observations"));
    INPUT_NUMBERS =
        key(
            Key.optional(
                "input.numbers", Type.integer(1, AgentSpaces.MOST_NUMBERS), OF_ENVIRONMENT));
    INPUT_ACTIONS =
        key(
            Key.optional(
                "input.actions", Type.integer(1, AgentSpaces.MOST_ACTIONS), OF_ENVIRONMENT));
    key(Keys.INPUT_LOST);
    key(Keys.INPUT_MAX_AHEAD);
  }

  static final Key<String> REWARDS_TOPIC =
      key(Key.optional("rewards.topic", Type.topic(), "they come in the observations"));
  static final Key<Duration> REWARDS_WAIT =
      key(Key.of("rewards.wait", Type.duration("0s", "365d"), Duration.ofMinutes(1)));
  static final Key<Duration> REWARDS_OUT_OF_ORDER =
      key(Key.of("rewards.out-of-order", Type.duration("0s", "30d"), Duration.ofSeconds(1)));
  static final Key<Duration> REWARDS_IDLE_TIMEOUT =
      key(Key.of("rewards.idle-timeout", Type.duration("0s", "1d"), Duration.ofSeconds(30)));

  static final Key<AgentType> TYPE =
      key(Key.of("agent.type", Type.choice(AgentType.class), AgentType.DQN));
  static final Key<Integer> STREAMS =
      key(Key.of("agent.environments", Type.integer(1, 65_536), 256));
  static final Key<Double> DISCOUNT =
      key(Key.of("agent.discount", Type.real("0", true, "1", true), 0.99));
  static final Key<Double> RATE =
      key(Key.optional("agent.rate", Type.real("0", false, "10", true), OF_TYPE));
  static final Key<Double> DECAY =
      key(Key.of("agent.decay", Type.real("0", false, "1", true), 1.0));
  static final Key<Double> FLOOR = key(Key.of("agent.floor", Type.real("0", true, "1", true), 0.0));
  static final Key<Double> CLIP_NORM =
      key(Key.optional("agent.clip-norm", Type.real("0", true, "1e6", true), OF_TYPE));
  static final Key<Long> SEED = key(Key.of("agent.seed", Type.seed(), 1L));

  static final Key<Integer> BATCH = key(Key.of("agent.batch", Type.integer(1, 4_096), 64));
  static final Key<Integer> STARTS =
      key(Key.optional("agent.starts", Type.integer(0, 10_000_000), OF_TYPE));
  static final Key<Integer> EVERY =
      key(Key.optional("agent.every", Type.integer(1, 1_000_000), OF_TYPE));
  static final Key<Integer> UPDATES =
      key(Key.optional("agent.updates", Type.integer(1, 10_000), OF_TYPE));
  static final Key<Integer> MEMORY =
      key(Key.optional("agent.memory", Type.integer(1, 100_000_000), OF_TYPE));
  static final Key<Boolean> DOUBLE = key(Key.of("agent.double", Type.flag(), true));
  static final Key<Boolean> DUELLING = key(Key.of("agent.duelling", Type.flag(), false));
  static final Key<Integer> N_STEP = key(Key.of("agent.n-step", Type.integer(1, 1_000), 3));
  static final Key<Loss> LOSS = key(Key.of("agent.loss", Type.choice(Loss.class), Loss.SQUARED));
  static final Key<Double> TAU = key(Key.of("agent.tau", Type.real("0", false, "1", true), 0.005));
  static final Key<Integer> TARGET_UPDATES =
      key(
          Key.optional(
              "agent.target-updates",
              Type.integer(1, 10_000_000),
              "the target network follows by agent.tau"));
  static final Key<Double> EPSILON_FROM =
      key(Key.of("agent.epsilon-from", Type.real("0", true, "1", true), 1.0));
  static final Key<Double> EPSILON_TO =
      key(Key.of("agent.epsilon-to", Type.real("0", true, "1", true), 0.05));
  static final Key<Integer> EPSILON_STEPS =
      key(Key.of("agent.epsilon-steps", Type.integer(1, Integer.MAX_VALUE), 10_000));
  static final Key<Double> PRIORITISED =
      key(
          Key.optional(
              "agent.prioritised", Type.real("0", true, "1", true), "all are drawn alike"));
  static final Key<Integer> ATOMS =
      key(Key.optional("agent.atoms", Type.integer(2, 1_024), "means of values are learned"));
  static final Key<Double> VALUE_LEAST =
      key(Key.of("agent.value-least", Type.real("-1e9", true, "1e9", true), -100.0));
  static final Key<Double> VALUE_GREATEST =
      key(Key.of("agent.value-greatest", Type.real("-1e9", true, "1e9", true), 100.0));

  static final Key<Integer> ROLLOUT =
      key(Key.optional("agent.rollout", Type.integer(1, 1_000_000), OF_TYPE));
  static final Key<Double> LAMBDA =
      key(Key.optional("agent.lambda", Type.real("0", true, "1", true), OF_TYPE));
  static final Key<Double> ENTROPY =
      key(Key.optional("agent.entropy", Type.real("0", true, "1e3", true), OF_TYPE));
  static final Key<Boolean> CLIP_VALUES = key(Key.of("agent.clip-values", Type.flag(), false));

  static final Key<AgentType.Choice> CHOICE =
      key(
          Key.of(
              "agent.choice",
              Type.choice(AgentType.Choice.class),
              AgentType.Choice.EPSILON_GREEDY));
  static final Key<Double> EXPLORATION =
      key(Key.of("agent.exploration", Type.real("0", false, "1e3", true), 0.1));
  static final Key<Double> SHARE =
      key(Key.of("agent.share", Type.real("0", true, "1", true), 0.05));
  static final Key<Double> RIDGE =
      key(Key.of("agent.ridge", Type.real("0", false, "1e6", true), 1.0));

  static final Key<List<Integer>> HIDDEN =
      key(Key.of("network.hidden", new UnitsType(4_096, 16), List.of(64, 64)));
  static final Key<Activation> ACTIVATION =
      key(Key.optional("network.activation", Type.choice(Activation.class), OF_TYPE));

  static final Key<Integer> PUBLISH_EVERY =
      key(Key.of("publish-every", Type.integer(1, 1_000_000), 1_000));
  static final Key<Integer> EVALUATION_WINDOW =
      key(Key.of("evaluation-window", Type.integer(1, 1_000_000), 100));

  static final Key<Integer> GATE_EPISODES =
      key(
          Key.optional(
              "gate.episodes", Type.integer(2, 1_000_000), "every new version is published"));
  static final Key<Double> GATE_MARGIN =
      key(Key.of("gate.margin", Type.real("0", true, "1e9", true), 0.0));
  static final Key<Double> GATE_ERRORS =
      key(Key.of("gate.errors", Type.real("-10", true, "10", true), 0.0));
  static final Key<Boolean> GATE_HOLDS = key(Key.of("gate.holds", Type.flag(), true));

  static final Key<String> OUTPUT_ACTIONS = output("actions");
  static final Key<String> OUTPUT_TRANSITIONS = output("transitions");
  static final Key<String> OUTPUT_POLICIES = output("policy-updates");

  static {
    key(Keys.OUTPUT_METRICS);
    key(Keys.OUTPUT_LATE);
    key(Keys.OUTPUT_DEAD_LETTER);
    key(Keys.DELIVERY);
    key(Keys.CHECKPOINT);
    key(Keys.PARALLELISM);
    key(Keys.STATE_TIME_TO_LIVE);
    key(Keys.KAFKA);
  }

  /** In the order of the reference. */
  static final List<Key<?>> ALL = List.copyOf(DECLARED);

  /** All whose steps an optimiser makes. */
  private static final List<AgentType> BY_OPTIMISER =
      List.of(
          AgentType.DQN,
          AgentType.PPO,
          AgentType.A2C,
          AgentType.REINFORCE,
          AgentType.NEURAL_BANDIT);

  /** The types that a key says something to; all where it is not here. */
  static final Map<Key<?>, List<AgentType>> TYPES = types();

  private AgentKeys() {}

  private static Map<Key<?>, List<AgentType>> types() {
    List<Key<?>> ofDqn =
        List.of(
            DOUBLE,
            DUELLING,
            N_STEP,
            LOSS,
            TAU,
            TARGET_UPDATES,
            EPSILON_FROM,
            EPSILON_TO,
            EPSILON_STEPS,
            PRIORITISED,
            ATOMS,
            VALUE_LEAST,
            VALUE_GREATEST);
    Map<Key<?>, List<AgentType>> types =
        ofDqn.stream().collect(Collectors.toMap(key -> key, key -> List.of(AgentType.DQN)));
    types.put(ROLLOUT, List.of(AgentType.PPO, AgentType.A2C));
    types.put(
        LAMBDA, List.of(AgentType.PPO, AgentType.A2C, AgentType.REINFORCE, AgentType.ACTOR_CRITIC));
    types.put(ENTROPY, AgentType.BY_ROLLOUTS);
    types.put(CLIP_VALUES, List.of(AgentType.PPO));
    types.put(
        DISCOUNT,
        AgentType.BY_NETWORKS.stream().filter(type -> !AgentType.BANDITS.contains(type)).toList());
    for (Key<?> key : List.of(BATCH, STARTS, EVERY, UPDATES, MEMORY)) {
      types.put(key, AgentType.BY_MEMORY);
    }
    for (Key<?> key : List.of(RATE, HIDDEN, ACTIVATION)) {
      types.put(key, AgentType.BY_NETWORKS);
    }
    for (Key<?> key : List.of(CHOICE, EXPLORATION, SHARE, RIDGE)) {
      types.put(key, AgentType.BANDITS);
    }
    types.put(DECAY, BY_OPTIMISER);
    types.put(FLOOR, BY_OPTIMISER);
    types.put(CLIP_NORM, BY_OPTIMISER);
    return Map.copyOf(types);
  }

  private static Type<String> environment() {
    return new Type.Scalar<>(
        "an environment's name, as ./thalweg train --help lists them",
        "",
        text ->
            Optional.of(text)
                .filter(
                    name ->
                        Environments.all().stream().anyMatch(entry -> entry.name().equals(name))),
        Quoting::quote);
  }

  private static Key<String> output(String topic) {
    return key(Key.optional("output." + topic, Type.topic(), "NAME." + topic));
  }

  private static <T> Key<T> key(Key<T> key) {
    DECLARED.add(key);
    return key;
  }
}
