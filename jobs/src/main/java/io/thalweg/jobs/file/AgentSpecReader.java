package io.thalweg.jobs.file;

import io.thalweg.connectors.agents.AgentSpaces;
import io.thalweg.environments.Environment;
import io.thalweg.environments.Environments;
import io.thalweg.environments.Inputs;
import io.thalweg.environments.Space;
import io.thalweg.jobs.file.AgentJobSpec.Gate;
import io.thalweg.jobs.file.AgentJobSpec.Input;
import io.thalweg.jobs.file.AgentJobSpec.Output;
import io.thalweg.jobs.file.AgentJobSpec.Rewards;
import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSettings.Atoms;
import io.thalweg.models.agents.dqn.DqnSettings.Exploration;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.Prioritised;
import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.agents.replay.ReplaySettings.Storage;
import io.thalweg.models.families.AgentSpec;
import io.thalweg.models.families.Family;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.Schedule;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.policies.ActorCriticSettings;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.NeuralBanditSettings;
import io.thalweg.models.policies.PolicyGradientSettings;
import io.thalweg.models.policies.PolicyGradientSettings.Optimisation;
import io.thalweg.models.policies.Rollouts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads the keys of a job with an agent, checks them against each other and makes the job. */
final class AgentSpecReader {
  private static final double LOSS_BOUND = 1e12;
  private static final double PRIORITY_EPSILON = 1e-6;
  private static final double FIRST_BETA = 0.4;

  private final Document document;
  private final Mistakes mistakes;
  private final Values values;
  private final CommonChecks common;

  AgentSpecReader(Document document, Mistakes mistakes) {
    this.document = document;
    this.mistakes = mistakes;
    values = new Values(document, AgentKeys.ALL);
    common = new CommonChecks(document, mistakes);
  }

  AgentJobSpec read() {
    values.get(AgentKeys.TYPE).ifPresent(this::requireFit);
    Optional<Environment> world =
        values.get(AgentKeys.ENVIRONMENT).map(name -> Environments.named(name).make());
    Optional<Integer> numbers = size(AgentKeys.INPUT_NUMBERS, world.map(AgentSpecReader::numbers));
    Optional<Integer> actions =
        size(AgentKeys.INPUT_ACTIONS, world.flatMap(AgentSpecReader::actions));
    requireDistinctTopics();
    requireWith(
        AgentKeys.REWARDS_TOPIC,
        AgentKeys.REWARDS_WAIT,
        AgentKeys.REWARDS_OUT_OF_ORDER,
        AgentKeys.REWARDS_IDLE_TIMEOUT);
    requireWith(
        AgentKeys.GATE_EPISODES,
        AgentKeys.GATE_MARGIN,
        AgentKeys.GATE_ERRORS,
        AgentKeys.GATE_HOLDS);
    common.transactions(values.get(Keys.DELIVERY), values.get(Keys.CHECKPOINT));
    mistakes.throwIfAny();
    return possible(() -> spec(numbers.orElseThrow(), actions.orElseThrow()));
  }

  private void requireFit(AgentType type) {
    AgentKeys.TYPES.forEach(
        (key, types) -> {
          if (document.has(key) && !types.contains(type)) {
            wrong(
                key,
                "it with agent.type: " + AgentKeys.TYPE.type().show(type),
                "it with "
                    + types.stream()
                        .map(AgentKeys.TYPE.type()::show)
                        .collect(Collectors.joining(" or ")),
                "leave it out");
          }
        });
  }

  /** What is said, or what the environment has; empty where that has been reported. */
  private Optional<Integer> size(Key<Integer> key, Optional<Integer> found) {
    Optional<Integer> said = values.get(key);
    Optional<String> environment = values.get(AgentKeys.ENVIRONMENT);
    if (document.has(AgentKeys.ENVIRONMENT) && environment.isEmpty()) {
      return said;
    }
    if (said.isEmpty() && found.isEmpty() && !document.has(key)) {
      wrong(
          key,
          "nothing",
          environment.isPresent()
              ? "an environment with several actions to choose from, or their number"
              : "it, or an environment that says it",
          "add it");
    }
    if (said.isPresent() && found.isPresent() && !said.equals(found)) {
      wrong(
          key,
          said.get(),
          found.get() + ", as environment " + environment.get() + " has",
          "leave it out");
    }
    return said.or(() -> found);
  }

  private static int numbers(Environment environment) {
    return Inputs.of(environment.observationSpace()).size();
  }

  private static Optional<Integer> actions(Environment environment) {
    return environment.actionSpace() instanceof Space.Discrete several
        ? Optional.of(several.n())
        : Optional.empty();
  }

  private void requireDistinctTopics() {
    Map<Key<String>, Optional<String>> names = new LinkedHashMap<>();
    names.put(AgentKeys.INPUT_TOPIC, values.topic(AgentKeys.INPUT_TOPIC));
    names.put(AgentKeys.REWARDS_TOPIC, values.get(AgentKeys.REWARDS_TOPIC));
    for (Key<String> key :
        List.of(
            AgentKeys.OUTPUT_ACTIONS,
            AgentKeys.OUTPUT_TRANSITIONS,
            AgentKeys.OUTPUT_POLICIES,
            Keys.OUTPUT_METRICS,
            Keys.OUTPUT_LATE,
            Keys.OUTPUT_DEAD_LETTER)) {
      names.put(key, values.topic(key));
    }
    common.topics(names);
  }

  private void requireWith(Key<?> needed, Key<?>... keys) {
    for (Key<?> key : keys) {
      if (document.has(key) && !document.has(needed)) {
        wrong(
            key,
            "it without " + needed.path(),
            "it with one",
            "leave it out, or add " + needed.path());
      }
    }
  }

  /** What settings are together shows only where an agent is made of them. */
  private AgentJobSpec possible(Supplier<AgentJobSpec> job) {
    try {
      AgentJobSpec spec = job.get();
      spec.agent().agent(1).close();
      return spec;
    } catch (IllegalArgumentException impossible) {
      mistakes.add(
          document.line(AgentKeys.TYPE), "section 'agent': %s".formatted(impossible.getMessage()));
      mistakes.throwIfAny();
      throw impossible;
    }
  }

  private void wrong(Key<?> key, Object found, String expected, String remedy) {
    mistakes.add(document.line(key), key.path(), String.valueOf(found), expected, remedy);
  }

  private AgentJobSpec spec(int numbers, int actions) {
    return new AgentJobSpec(
        values.value(Keys.NAME),
        values.value(AgentKeys.ROLE),
        new Input(
            topic(AgentKeys.INPUT_TOPIC),
            new AgentSpaces(numbers, actions, values.value(Keys.INPUT_MAX_AHEAD).toMillis()),
            values.value(Keys.INPUT_LOST)),
        values
            .get(AgentKeys.REWARDS_TOPIC)
            .map(
                topic ->
                    new Rewards(
                        topic,
                        values.value(AgentKeys.REWARDS_WAIT),
                        values.value(AgentKeys.REWARDS_OUT_OF_ORDER),
                        Optional.of(values.value(AgentKeys.REWARDS_IDLE_TIMEOUT))
                            .filter(timeout -> !timeout.isZero()))),
        new AgentSpec(family(), numbers, actions),
        values.value(AgentKeys.PUBLISH_EVERY),
        values.value(AgentKeys.EVALUATION_WINDOW),
        values
            .get(AgentKeys.GATE_EPISODES)
            .map(
                episodes ->
                    new Gate(
                        episodes,
                        values.value(AgentKeys.GATE_MARGIN),
                        values.value(AgentKeys.GATE_ERRORS),
                        values.value(AgentKeys.GATE_HOLDS))),
        new Output(
            topic(AgentKeys.OUTPUT_ACTIONS),
            topic(AgentKeys.OUTPUT_TRANSITIONS),
            topic(AgentKeys.OUTPUT_POLICIES),
            topic(Keys.OUTPUT_METRICS),
            topic(Keys.OUTPUT_LATE),
            topic(Keys.OUTPUT_DEAD_LETTER)),
        values.value(Keys.DELIVERY),
        values.value(Keys.CHECKPOINT),
        values.value(Keys.PARALLELISM),
        values.value(Keys.STATE_TIME_TO_LIVE),
        values.value(Keys.KAFKA));
  }

  private String topic(Key<String> key) {
    return values.topic(key).orElseThrow();
  }

  private Family family() {
    AgentType type = values.value(AgentKeys.TYPE);
    long seed = values.value(AgentKeys.SEED);
    if (type == AgentType.DQN) {
      return new Family.Values(dqn(), network(type));
    }
    if (type == AgentType.BANDIT) {
      return new Family.Bandit(
          choice(), values.value(AgentKeys.RIDGE), values.value(AgentKeys.STREAMS), seed);
    }
    if (type == AgentType.NEURAL_BANDIT) {
      return new Family.NeuralBandit(neuralBandit(), network(type));
    }
    return type.settings()
        .<Family>map(given -> new Family.Gradients(gradients(type, given), network(type), seed))
        .orElseGet(() -> new Family.Traces(traces(type), network(type), seed));
  }

  private Choice choice() {
    double exploration = values.value(AgentKeys.EXPLORATION);
    return switch (values.value(AgentKeys.CHOICE)) {
      case EPSILON_GREEDY -> new Choice.EpsilonGreedy(exploration);
      case SOFTMAX -> new Choice.Boltzmann(exploration);
      case UPPER_BOUND -> new Choice.LinUcb(exploration, values.value(AgentKeys.SHARE));
    };
  }

  private NeuralBanditSettings neuralBandit() {
    AgentType type = AgentType.NEURAL_BANDIT;
    return new NeuralBanditSettings(
        choice(),
        values.value(AgentKeys.RIDGE),
        memory(type),
        values.value(AgentKeys.STREAMS),
        correctable(),
        new NeuralBanditSettings.Training(
            starts(type),
            every(type),
            updates(type),
            values.value(AgentKeys.BATCH),
            new Optimisation(Updater.ADAM, rate(type), schedule(), clipNorm(type), LOSS_BOUND)),
        values.value(AgentKeys.SEED));
  }

  private int memory(AgentType type) {
    return values.get(AgentKeys.MEMORY).orElse(type.remembering().memory());
  }

  private int starts(AgentType type) {
    return values.get(AgentKeys.STARTS).orElse(type.remembering().starts());
  }

  private int every(AgentType type) {
    return values.get(AgentKeys.EVERY).orElse(type.remembering().every());
  }

  private int updates(AgentType type) {
    return values.get(AgentKeys.UPDATES).orElse(type.remembering().updates());
  }

  private boolean correctable() {
    return values.get(AgentKeys.REWARDS_TOPIC).isPresent();
  }

  private Architecture network(AgentType type) {
    return new Architecture.FeedForward(
        values.value(AgentKeys.HIDDEN),
        values.get(AgentKeys.ACTIVATION).orElse(type.activation()),
        0);
  }

  private double rate(AgentType type) {
    return values.get(AgentKeys.RATE).orElse(type.rate());
  }

  private double clipNorm(AgentType type) {
    return values.get(AgentKeys.CLIP_NORM).orElse(type.clipNorm());
  }

  private Schedule schedule() {
    return new Schedule(0, values.value(AgentKeys.DECAY), values.value(AgentKeys.FLOOR));
  }

  private DqnSettings dqn() {
    return new DqnSettings(
        values.value(AgentKeys.DISCOUNT),
        values.value(AgentKeys.N_STEP),
        values.value(AgentKeys.DOUBLE),
        values.value(AgentKeys.DUELLING),
        values.get(AgentKeys.ATOMS).map(this::atoms).orElse(null),
        values.get(AgentKeys.PRIORITISED).map(this::prioritised).orElse(null),
        null,
        target(),
        values.value(AgentKeys.LOSS),
        new Exploration(
            values.value(AgentKeys.EPSILON_FROM),
            values.value(AgentKeys.EPSILON_TO),
            values.value(AgentKeys.EPSILON_STEPS)),
        new Memory(
            memory(AgentType.DQN), values.value(AgentKeys.STREAMS), Storage.FLOATS, correctable()),
        new Training(
            starts(AgentType.DQN),
            every(AgentType.DQN),
            updates(AgentType.DQN),
            values.value(AgentKeys.BATCH),
            Updater.ADAM,
            rate(AgentType.DQN),
            schedule(),
            clipNorm(AgentType.DQN),
            LOSS_BOUND),
        values.value(AgentKeys.SEED));
  }

  private Atoms atoms(int count) {
    return new Atoms(
        count, values.value(AgentKeys.VALUE_LEAST), values.value(AgentKeys.VALUE_GREATEST));
  }

  private Prioritised prioritised(double alpha) {
    return new Prioritised(
        alpha, FIRST_BETA, values.value(AgentKeys.EPSILON_STEPS), PRIORITY_EPSILON);
  }

  private TargetUpdate target() {
    return values
        .get(AgentKeys.TARGET_UPDATES)
        .<TargetUpdate>map(TargetUpdate.Hard::new)
        .orElseGet(() -> new TargetUpdate.Polyak(values.value(AgentKeys.TAU)));
  }

  private PolicyGradientSettings gradients(AgentType type, PolicyGradientSettings given) {
    Optimisation steps = given.optimisation();
    return given
        .withRollouts(
            values
                .get(AgentKeys.ROLLOUT)
                .<Rollouts>map(Rollouts.Steps::new)
                .orElse(given.rollouts()),
            values.value(AgentKeys.STREAMS))
        .withReturns(
            values.value(AgentKeys.DISCOUNT),
            values.get(AgentKeys.LAMBDA).orElse(given.gaeLambda()))
        .withEntCoef(values.get(AgentKeys.ENTROPY).orElse(given.entCoef()))
        .withClipVloss(values.value(AgentKeys.CLIP_VALUES))
        .withOptimisation(
            new Optimisation(
                steps.updater(), rate(type), schedule(), clipNorm(type), steps.lossBound()));
  }

  private ActorCriticSettings traces(AgentType type) {
    ActorCriticSettings given = ActorCriticSettings.DEFAULT;
    double lambda = values.get(AgentKeys.LAMBDA).orElse(given.policyLambda());
    return new ActorCriticSettings(
        values.value(AgentKeys.STREAMS),
        values.value(AgentKeys.DISCOUNT),
        rate(type),
        rate(type),
        lambda,
        lambda,
        given.timeDiscount(),
        given.errorBound());
  }
}
