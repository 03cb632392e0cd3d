package io.thalweg.jobs.cli;

import io.thalweg.environments.Environments;
import io.thalweg.jobs.demo.AgentDemo;
import io.thalweg.jobs.demo.AgentDemoOptions;
import io.thalweg.jobs.file.AgentJobSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
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
  @Mixin private DemoFrame frame;

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

  @Option(names = "--curve", paramLabel = "FILE.svg", description = "Draw the learning curve.")
  private Optional<Path> curve = Optional.empty();

  @Override
  public Integer call() throws Exception {
    AgentJobSpec chosen = JobFileAccess.readAgent(frame.job("cartpole.yaml"));
    check(chosen);
    AgentDemoOptions options =
        new AgentDemoOptions(
            Environments.named("cartpole"),
            environments,
            steps,
            seed,
            frame.summary(),
            curve,
            frame.keepRunning(),
            frame.embedded(chosen.parallelism()),
            frame.started());
    return frame.run(demo(chosen, options)::run);
  }

  private AgentDemo demo(AgentJobSpec chosen, AgentDemoOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    return frame
        .canvas()
        .map(canvas -> AgentDemo.live(chosen, options, out, canvas))
        .orElseGet(() -> AgentDemo.plain(chosen, options, out));
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
