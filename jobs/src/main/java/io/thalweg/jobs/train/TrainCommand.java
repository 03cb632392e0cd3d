package io.thalweg.jobs.train;

import io.thalweg.environments.Environments;
import io.thalweg.environments.Space;
import io.thalweg.jobs.cli.EnvironmentNames;
import io.thalweg.jobs.cli.Interruption;
import io.thalweg.jobs.cli.Terminal;
import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSettings.Atoms;
import io.thalweg.models.agents.dqn.DqnSettings.Exploration;
import io.thalweg.models.agents.dqn.DqnSettings.Loss;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.Prioritised;
import io.thalweg.models.agents.dqn.DqnSettings.Sequences;
import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.families.Family;
import io.thalweg.models.learning.Schedule;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.policies.ActorCriticSettings;
import io.thalweg.models.policies.PolicyGradientSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg train}. */
@Command(
    name = "train",
    header = "Train an agent in an environment beside it, without Kafka and Flink.",
    description = {
      "For research: fed by environments in the same process. The same command line gives the same agent, bit for bit.",
      "",
      "What is not given has a default per environment and agent: docs/agents.md says where they come from, the"
          + " summary of --summary which they were."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg train cartpole",
      "  ./thalweg train cartpole --agent ppo --steps 100000",
      "  ./thalweg train cartpole --seed 7 --curve cartpole.svg",
      "  ./thalweg train acrobot --n-step 3 --duelling --prioritised 0.6",
      "  ./thalweg train cartpole-masked --recurrent gru",
      "  ./thalweg train cartpole --distributional 51 --summary figures.json"
    })
public final class TrainCommand implements Callable<Integer> {
  private static final int MOST_UNITS = 4_096;
  private static final int MOST_LAYERS = 16;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ENVIRONMENT",
      completionCandidates = EnvironmentNames.class,
      description = "One of ${COMPLETION-CANDIDATES}; docs/environments.md has more.")
  private String environment;

  @Option(
      names = "--agent",
      paramLabel = "AGENT",
      defaultValue = "dqn",
      description = "dqn, ppo, a2c, reinforce or actor-critic (${DEFAULT-VALUE}).")
  private String agent;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of all environments together (as many as the environment needs).")
  private Optional<Long> steps = Optional.empty();

  @Option(
      names = "--environments",
      paramLabel = "N",
      description = "Environments at a time (1; of ppo and a2c 4).")
  private Optional<Integer> environments = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of agent and environments (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--hidden",
      split = ",",
      paramLabel = "UNITS",
      description = "Units of each hidden layer, as in 120,84.")
  private List<Integer> hidden = List.of();

  @Option(names = "--discount", paramLabel = "GAMMA", description = "Of a step, 0 to 1.")
  private Optional<Double> discount = Optional.empty();

  @Option(names = "--rate", paramLabel = "RATE", description = "Learning rate.")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--decay",
      paramLabel = "FACTOR",
      description = "Of the rate, per 1,000 updates; above 0, 1: none.")
  private Optional<Double> decay = Optional.empty();

  @Option(names = "--batch", paramLabel = "N", description = "dqn: transitions of an update.")
  private Optional<Integer> batch = Optional.empty();

  @Option(names = "--starts", paramLabel = "N", description = "dqn: steps before the first update.")
  private Optional<Long> starts = Optional.empty();

  @Option(
      names = "--every",
      paramLabel = "N",
      description = "dqn: steps between two times to learn.")
  private Optional<Integer> every = Optional.empty();

  @Option(names = "--updates", paramLabel = "N", description = "dqn: updates at each time.")
  private Optional<Integer> updates = Optional.empty();

  @Option(names = "--memory", paramLabel = "N", description = "dqn: transitions remembered.")
  private Optional<Integer> memory = Optional.empty();

  @Option(
      names = "--epsilon",
      paramLabel = "FROM,TO,STEPS",
      description = "dqn: share of actions drawn at random, as in 1,0.05,10000.")
  private Optional<String> epsilon = Optional.empty();

  @Option(
      names = "--target",
      paramLabel = "UPDATE",
      description = "dqn: how the target network follows, hard:500 or polyak:0.005.")
  private Optional<String> target = Optional.empty();

  @Option(names = "--loss", paramLabel = "LOSS", description = "dqn: huber or squared.")
  private Optional<Loss> loss = Optional.empty();

  @Option(
      names = "--double",
      negatable = true,
      paramLabel = "",
      description = "dqn: double Q-learning, or --no-double.")
  private Optional<Boolean> doubled = Optional.empty();

  @Option(names = "--duelling", description = "dqn: a duelling network.")
  private boolean duelling;

  @Option(names = "--n-step", paramLabel = "N", description = "dqn: steps of a return.")
  private Optional<Integer> returns = Optional.empty();

  @Option(
      names = "--prioritised",
      paramLabel = "ALPHA",
      description = "dqn: prioritised replay, as in 0.6; weights rise from 0.4 to 1.")
  private Optional<Double> prioritised = Optional.empty();

  @Option(
      names = "--distributional",
      paramLabel = "ATOMS",
      description = "dqn: learn distributions (C51), with so many atoms.")
  private Optional<Integer> atoms = Optional.empty();

  @Option(
      names = "--value-range",
      paramLabel = "FROM,TO",
      defaultValue = "-100,100",
      description = "dqn: of the atoms (${DEFAULT-VALUE}).")
  private String valueRange;

  @Option(
      names = "--recurrent",
      paramLabel = "CELL",
      description = "dqn: layers of lstm or gru, which remember what was seen before.")
  private Optional<Cell> recurrent = Optional.empty();

  @Option(
      names = "--sequence",
      paramLabel = "N",
      description = "dqn: steps of a sequence that are learned from (16).")
  private Optional<Integer> sequence = Optional.empty();

  @Option(
      names = "--burn-in",
      paramLabel = "N",
      description = "dqn: steps before them that only make the state (4).")
  private Optional<Integer> burnIn = Optional.empty();

  @Option(
      names = "--evaluate-every",
      paramLabel = "N",
      description = "Steps from one evaluation to the next (a twentieth of all).")
  private Optional<Long> evaluateEvery = Optional.empty();

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "100",
      description = "Greedy episodes of an evaluation (${DEFAULT-VALUE}).")
  private int episodes;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Write the figures and the settings used as JSON.")
  private Optional<Path> summary = Optional.empty();

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write each evaluation as a line, at once.")
  private Optional<Path> csv = Optional.empty();

  @Option(names = "--curve", paramLabel = "FILE.svg", description = "Draw the learning curve.")
  private Optional<Path> curve = Optional.empty();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Experiment experiment = experiment();
    PrintWriter out = spec.commandLine().getOut();
    Interruption interruption = Interruption.ofThisThread();
    try (TrainingFiles files = files()) {
      train(experiment, files, out);
    } finally {
      interruption.close();
    }
    return 0;
  }

  private TrainingFiles files() {
    try {
      return TrainingFiles.open(csv, curve, summary);
    } catch (IllegalArgumentException wrong) {
      throw usage(wrong.getMessage());
    }
  }

  private void train(Experiment experiment, TrainingFiles files, PrintWriter out)
      throws IOException, InterruptedException {
    boolean interactive = Terminal.ofProcess().interactive();
    String title = "%s, seed %d".formatted(experiment.world().id(), experiment.seed());
    try (Trainer trainer = new Trainer(experiment)) {
      boolean whole =
          trainer.run(
              point -> {
                if (interactive) {
                  out.print("\r" + line(experiment, point) + "\u001b[K");
                  out.flush();
                }
              },
              point -> {
                files.add(point);
                out.println((interactive ? "\r\u001b[K" : "") + line(experiment, point));
              });
      files.draw(title).ifPresent(file -> out.println("learning curve: " + file));
      if (!whole) {
        throw new InterruptedException();
      }
      files.summarise(experiment, agent, trainer.policy());
    }
  }

  private static String line(Experiment experiment, Point point) {
    return "%,9d of %,d steps, %,8.0f/s, %,6d episodes, return %7.1f exploring%s, %7s greedy, version %,d%s"
        .formatted(
            point.steps(),
            experiment.steps(),
            point.stepsPerSecond(),
            point.episodes(),
            point.meanReturn(),
            Double.isNaN(point.epsilon()) ? "" : " (ε %.2f)".formatted(point.epsilon()),
            Double.isNaN(point.greedyMeanReturn())
                ? "…"
                : "%.1f".formatted(point.greedyMeanReturn()),
            point.version(),
            point.refused() == 0 ? "" : ", %,d updates refused".formatted(point.refused()));
  }

  private Experiment experiment() {
    int together = environments.orElse(List.of("ppo", "a2c").contains(agent) ? 4 : 1);
    if (together < 1 || together > 4_096 || episodes < 1 || episodes > 10_000) {
      throw usage(
          "--environments, --episodes: found %d and %d, expected 1 to 4096 and 1 to 10000"
              .formatted(together, episodes));
    }
    checkHidden();
    try {
      Environments.Entry world = Environments.named(environment);
      Preset preset = Preset.of(world.name());
      long all = steps.orElse(preset.steps());
      if (all < 1) {
        throw usage("--steps: found %d, expected at least 1".formatted(all));
      }
      Experiment experiment =
          new Experiment(
              world,
              family(world, preset, together),
              together,
              all,
              Math.max(1, evaluateEvery.orElse(Math.max(1, all / 20))),
              episodes,
              seed);
      experiment.agent().close();
      return experiment;
    } catch (IllegalArgumentException wrong) {
      throw usage(wrong.getMessage());
    }
  }

  /** As network.hidden of a job file. */
  private void checkHidden() {
    if (hidden.size() > MOST_LAYERS || hidden.stream().anyMatch(n -> n < 1 || n > MOST_UNITS)) {
      throw usage(
          "--hidden: found %s, expected 1 to %d units in each of at most %d layers"
              .formatted(
                  hidden.stream().map(String::valueOf).collect(Collectors.joining(",")),
                  MOST_UNITS,
                  MOST_LAYERS));
    }
  }

  private Family family(Environments.Entry world, Preset preset, int together) {
    if (agent.equals("dqn")) {
      DqnSettings given = recurrent.isPresent() ? preset.recurrent() : preset.settings();
      return new Family.Values(
          settings(given, together),
          recurrent
              .map(this::recurrent)
              .orElseGet(() -> network(world, preset.hidden(), Activation.RELU)));
    }
    requireNoneOfDqn();
    Architecture network = network(world, List.of(64, 64), Activation.TANH);
    return switch (agent) {
      case "ppo" -> gradients(Preset.PPO, network, together);
      case "a2c" -> gradients(PolicyGradientSettings.A2C, network, together);
      case "reinforce" -> gradients(PolicyGradientSettings.REINFORCE, network, together);
      case "actor-critic" -> traces(network, together);
      default ->
          throw usage(
              "--agent: found '%s', expected dqn, ppo, a2c, reinforce or actor-critic"
                  .formatted(agent));
    };
  }

  /** A board is read by a convolution, as Young and Tian (2019) do, unless units are asked for. */
  private Architecture network(
      Environments.Entry world, List<Integer> units, Activation activation) {
    if (hidden.isEmpty()
        && world.make().observationSpace() instanceof Space.Box box
        && box.shape().length == 3) {
      int[] shape = box.shape();
      return new Architecture.Convolutional(
          shape[0], shape[1], shape[2], List.of(16), List.of(128), 0);
    }
    return new Architecture.FeedForward(hidden.isEmpty() ? units : hidden, activation, 0);
  }

  private Architecture recurrent(Cell cell) {
    List<Integer> units = hidden.isEmpty() ? List.of(Preset.RECURRENT_UNITS) : hidden;
    if (units.stream().distinct().count() > 1) {
      throw usage(
          "--hidden: found %s with --recurrent, expected layers of the same units"
              .formatted(units));
    }
    return new Architecture.Recurrent(cell, units.get(0), units.size(), 0);
  }

  private Sequences sequences(Sequences given) {
    if (recurrent.isEmpty() && (sequence.isPresent() || burnIn.isPresent())) {
      throw usage("--sequence, --burn-in: found without --recurrent, expected with it only");
    }
    return recurrent.isEmpty()
        ? null
        : new Sequences(burnIn.orElse(given.burnIn()), sequence.orElse(given.learned()));
  }

  private void requireNoneOfDqn() {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--batch", batch.isPresent());
    given.put("--starts", starts.isPresent());
    given.put("--every", every.isPresent());
    given.put("--updates", updates.isPresent());
    given.put("--memory", memory.isPresent());
    given.put("--epsilon", epsilon.isPresent());
    given.put("--target", target.isPresent());
    given.put("--loss", loss.isPresent());
    given.put("--double", doubled.isPresent());
    given.put("--duelling", duelling);
    given.put("--n-step", returns.isPresent());
    given.put("--prioritised", prioritised.isPresent());
    given.put("--distributional", atoms.isPresent());
    given.put("--recurrent", recurrent.isPresent());
    given.put("--sequence", sequence.isPresent());
    given.put("--burn-in", burnIn.isPresent());
    given.forEach(
        (option, present) -> {
          if (present) {
            throw usage(
                "%s: found with --agent %s, expected with dqn only".formatted(option, agent));
          }
        });
  }

  private Family gradients(PolicyGradientSettings given, Architecture network, int together) {
    var steps = given.optimisation();
    var chosen =
        new PolicyGradientSettings.Optimisation(
            steps.updater(),
            rate.orElse(steps.learningRate()),
            decay.map(factor -> new Schedule(0, factor, 0.01)).orElse(steps.schedule()),
            steps.maxGradNorm(),
            steps.lossBound());
    return new Family.Gradients(
        given
            .withRollouts(given.rollouts(), together)
            .withReturns(discount.orElse(given.gamma()), given.gaeLambda())
            .withOptimisation(chosen),
        network,
        seed);
  }

  private Family traces(Architecture network, int together) {
    ActorCriticSettings given = ActorCriticSettings.DEFAULT.withStreams(together);
    double chosen = rate.orElse(given.policyRate());
    return new Family.Traces(given.withRates(chosen, chosen), network, seed);
  }

  private DqnSettings settings(DqnSettings given, int together) {
    Training training = given.training();
    return new DqnSettings(
        discount.orElse(given.discount()),
        returns.orElse(given.steps()),
        doubled.orElse(given.doubled()),
        duelling || given.duelling(),
        atoms.map(this::atoms).orElse(given.atoms()),
        prioritised
            .map(alpha -> new Prioritised(alpha, 0.4, steps.orElse(100_000L), 1e-6))
            .orElse(given.prioritised()),
        sequences(given.sequences()),
        target.map(this::target).orElse(given.target()),
        loss.orElse(given.loss()),
        epsilon.map(this::exploration).orElse(given.exploration()),
        new Memory(memory.orElse(given.memory().capacity()), together, given.memory().storage()),
        new Training(
            starts.orElse(training.starts()),
            every.orElse(training.every()),
            updates.orElse(training.updates()),
            batch.orElse(training.batch()),
            training.updater(),
            rate.orElse(training.rate()),
            decay.map(factor -> new Schedule(0, factor, 0.01)).orElse(training.schedule()),
            training.clipNorm(),
            training.lossBound()),
        seed);
  }

  private Atoms atoms(int count) {
    double[] range = numbers("--value-range", valueRange, 2);
    return new Atoms(count, range[0], range[1]);
  }

  private Exploration exploration(String text) {
    double[] numbers = numbers("--epsilon", text, 3);
    return new Exploration(numbers[0], numbers[1], (long) numbers[2]);
  }

  private TargetUpdate target(String text) {
    try {
      if (text.startsWith("hard:")) {
        return new TargetUpdate.Hard(Integer.parseInt(text.substring(5).strip()));
      }
      if (text.startsWith("polyak:")) {
        return new TargetUpdate.Polyak(Double.parseDouble(text.substring(7).strip()));
      }
    } catch (NumberFormatException noNumber) {
      throw usage(expectedTarget(text));
    }
    throw usage(expectedTarget(text));
  }

  private static String expectedTarget(String text) {
    return "--target: found '%s', expected as in hard:500 or polyak:0.005".formatted(text);
  }

  private double[] numbers(String option, String text, int count) {
    String[] parts = text.split(",", -1);
    double[] numbers = new double[parts.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        numbers[i] = Double.parseDouble(parts[i].strip());
      }
    } catch (NumberFormatException e) {
      numbers = new double[0];
    }
    if (numbers.length != count) {
      throw usage("%s: found '%s', expected %d numbers".formatted(option, text, count));
    }
    return numbers;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
