package io.thalweg.jobs.cli;

import io.thalweg.connectors.json.FiguresJson;
import io.thalweg.environments.Environments;
import io.thalweg.jobs.host.Host;
import io.thalweg.jobs.host.HostFigures;
import io.thalweg.jobs.host.HostSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg host}. */
@Command(
    name = "host",
    header = "Drive environments through the topics of an agent's job.",
    description =
        "Says what each environment shows, takes the action that is answered, and says what came of it, until"
            + " Ctrl-C. Several hosts may run at once, come and go.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg host cartpole",
      "  ./thalweg host cartpole --count 256 --brokers 127.0.0.1:9092",
      "  ./thalweg host acrobot --job pendulums --steps 100000 --summary figures.json"
    })
final class HostCommand implements Callable<Integer> {
  private static final long SECONDS_BETWEEN_LINES = 10;

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Parameters(
      paramLabel = "ENVIRONMENT",
      completionCandidates = EnvironmentNames.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String environment;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "64",
      description = "Environments (${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      description = "Whose topics: NAME.observations and NAME.actions (ENVIRONMENT).")
  private Optional<String> job = Optional.empty();

  @Option(names = "--observations", paramLabel = "TOPIC", description = "In place of the job's.")
  private Optional<String> observations = Optional.empty();

  @Option(names = "--actions", paramLabel = "TOPIC", description = "In place of the job's.")
  private Optional<String> actions = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "PREFIX",
      description =
          "First part of the environments' names; no two hosts have the same (one of its own).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the episodes, together with the environments' names (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many steps of all together (it goes on).")
  private long steps;

  @Option(
      names = "--resend",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Ask again after so long without an answer (${DEFAULT-VALUE}).")
  private double resend;

  @Option(names = "--summary", paramLabel = "FILE", description = "Write the figures as JSON.")
  private Optional<Path> summary = Optional.empty();

  @Override
  public Integer call() throws IOException {
    HostSettings settings = settings();
    PrintWriter out = spec.commandLine().getOut();
    Interruption interruption = Interruption.ofThisThread();
    try (Host host = new Host(settings, kafka.settings())) {
      say(
          out,
          "%d environments %s-0 …, %s → %s"
              .formatted(count, settings.name(), settings.observations(), settings.actions()));
      HostFigures figures = run(host, out);
      say(out, line(figures));
      if (summary.isPresent()) {
        write(summary.get(), settings, figures);
      }
    } finally {
      interruption.close();
    }
    return Thread.interrupted() ? ExitCode.INTERRUPTED : ExitCode.OK;
  }

  private HostFigures run(Host host, PrintWriter out) {
    boolean interactive = Terminal.ofProcess().interactive();
    long every = interactive ? 1 : SECONDS_BETWEEN_LINES;
    ScheduledExecutorService news = Executors.newSingleThreadScheduledExecutor();
    try {
      var unused =
          news.scheduleAtFixedRate(
              () -> {
                out.print((interactive ? "\r\u001b[K" : "") + line(host.figures()));
                out.print(interactive ? "" : System.lineSeparator());
                out.flush();
              },
              every,
              every,
              TimeUnit.SECONDS);
      host.run();
    } finally {
      news.shutdownNow();
    }
    if (interactive) {
      out.print("\r\u001b[K");
    }
    return host.figures();
  }

  private HostSettings settings() {
    Environments.Entry world;
    try {
      world = Environments.named(environment);
    } catch (IllegalArgumentException unknown) {
      throw usage(unknown.getMessage());
    }
    if (count < 1 || count > 1 << 16) {
      throw usage("--count: found %d, expected 1 to %d".formatted(count, 1 << 16));
    }
    if (!(resend >= 0.01 && resend <= 3600)) {
      throw usage("--resend: found %s, expected 0.01 to 3600".formatted(resend));
    }
    String topics = job.orElse(world.name());
    return new HostSettings(
        world,
        count,
        name.orElse(
            world.name()
                + "-"
                + Long.toString(ProcessHandle.current().pid(), 36)
                + Long.toString(System.currentTimeMillis(), 36)),
        seed,
        observations.orElse(topics + ".observations"),
        actions.orElse(topics + ".actions"),
        Duration.ofMillis(Math.round(resend * 1000)),
        steps);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String line(HostFigures figures) {
    return String.format(
        Locale.ROOT,
        "%,d steps, %,.0f/s, %,d episodes, return %s, round trip %s ms (p99 %s), version %,d%s",
        figures.steps(),
        figures.stepsPerSecond(),
        figures.episodes(),
        figure(figures.meanReturn()),
        figure(figures.roundTripP50Millis()),
        figure(figures.roundTripP99Millis()),
        figures.policyVersion(),
        figures.resent() == 0 ? "" : String.format(Locale.ROOT, ", %,d resent", figures.resent()));
  }

  private static String figure(double number) {
    return Double.isNaN(number) ? "–" : String.format(Locale.ROOT, "%.1f", number);
  }

  private static void write(Path file, HostSettings settings, HostFigures figures)
      throws IOException {
    new FiguresJson()
        .put("environment", settings.world().id())
        .put("environments", settings.count())
        .put("environment_steps", figures.steps())
        .put("environment_steps_per_second", figures.stepsPerSecond())
        .put("episodes", figures.episodes())
        .put("mean_return", figures.meanReturn())
        .put("round_trip_p50_ms", figures.roundTripP50Millis())
        .put("round_trip_p99_ms", figures.roundTripP99Millis())
        .put("policy_version", figures.policyVersion())
        .put("resent", figures.resent())
        .put("ignored", figures.ignored())
        .write(file);
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
