package io.thalweg.jobs.cli;

import io.thalweg.environments.Environments;
import io.thalweg.jobs.demo.AgentDemo;
import io.thalweg.jobs.demo.AgentDemoOptions;
import io.thalweg.jobs.demo.Canvas;
import io.thalweg.jobs.file.AgentJobSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thalweg demo cartpole}. */
@Command(
    name = "cartpole",
    header = "An agent learns to balance a pole, live.",
    description =
        "Starts Kafka and Flink in this process, drives 64 poles through topics, and runs the job that"
            + " acts and learns. Ctrl-C ends it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg demo cartpole",
      "  ./thalweg demo cartpole --steps 20000 --no-progress --summary figures.json",
      "  ./thalweg demo cartpole --environments 256 --curve cartpole.svg",
      "  ./thalweg demo cartpole --job my-agent.yaml --keep-running"
    })
final class AgentDemoCommand implements Callable<Integer> {
  private static final long FEWEST = 2_000;

  @Spec private CommandSpec spec;
  @Mixin private EmbeddedOptions embedded;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Steps of all environments together (${DEFAULT-VALUE}).")
  private long steps;

  @Option(
      names = "--environments",
      paramLabel = "N",
      defaultValue = "64",
      description = "Environments at a time (${DEFAULT-VALUE}).")
  private int environments;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the environments (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--job",
      paramLabel = "JOB.yaml",
      description = "Another agent's job than that in examples/.")
  private Optional<Path> job = Optional.empty();

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Write the final figures there, as one JSON object.")
  private Optional<Path> summary = Optional.empty();

  @Option(names = "--curve", paramLabel = "FILE.svg", description = "Draw the learning curve.")
  private Optional<Path> curve = Optional.empty();

  @Option(
      names = "--keep-running",
      description = "Leave broker and dashboard up at the end, until Ctrl-C.")
  private boolean keepRunning;

  @Option(names = "--no-progress", description = "A plain line every few seconds.")
  private boolean noProgress;

  @Override
  public Integer call() throws Exception {
    Home home = Home.ofProcess();
    AgentJobSpec chosen = JobFileAccess.readAgent(job.orElse(home.example("cartpole.yaml")));
    check(chosen);
    AgentDemoOptions options =
        new AgentDemoOptions(
            Environments.named("cartpole"),
            environments,
            steps,
            seed,
            summary,
            curve,
            keepRunning,
            embedded.settings(true, chosen.parallelism()),
            DemoRun.started());
    Deque<Home.Announcement> announcements = new ArrayDeque<>();
    Interruption interruption = Interruption.ofThisThread();
    try {
      demo(chosen, options).run(broker -> announcements.add(home.announce(broker)));
    } finally {
      for (Home.Announcement announcement : announcements) {
        announcement.close();
      }
      interruption.close();
    }
    return ExitCode.OK;
  }

  private AgentDemo demo(AgentJobSpec chosen, AgentDemoOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    Terminal terminal = Terminal.ofProcess();
    return terminal.interactive() && !noProgress
        ? AgentDemo.live(chosen, options, out, new Canvas(terminal.columns(), terminal.colours()))
        : AgentDemo.plain(chosen, options, out);
  }

  private void check(AgentJobSpec chosen) {
    if (steps < FEWEST) {
      throw usage("--steps: found %d, expected %d or more".formatted(steps, FEWEST));
    }
    if (environments < 1 || environments > chosen.agent().family().streams()) {
      throw usage(
          "--environments: found %d, expected 1 to %d, as agent.environments of the job says"
              .formatted(environments, chosen.agent().family().streams()));
    }
    if (!chosen.role().acts() || !chosen.role().learns()) {
      throw usage("--job: found a job of another role, expected role: act-and-learn");
    }
    if (chosen.agent().inputs() != 4 || chosen.agent().actions() != 2) {
      throw usage("--job: found a job of another environment, expected environment: cartpole");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
