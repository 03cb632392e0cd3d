package io.thalweg.jobs.cli;

import io.thalweg.jobs.demo.Canvas;
import io.thalweg.jobs.demo.Demo;
import io.thalweg.jobs.demo.DemoOptions;
import io.thalweg.jobs.demo.DemoStream;
import io.thalweg.jobs.file.JobSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What the demonstrations have in common: their options, and how they are run. */
final class DemoRun {
  /** A few batches, so that there is something to see. */
  private static final long FEWEST = 200;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Mixin private EmbeddedOptions embedded;

  @Option(names = "--limit", paramLabel = "N", description = "Play only the first N records.")
  private Optional<Long> limit = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Records per second; otherwise as fast as they are answered.")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--job",
      paramLabel = "JOB.yaml",
      description = "Another job for this stream than that in examples/.")
  private Optional<Path> job = Optional.empty();

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Write the final figures there, as one JSON object.")
  private Optional<Path> summary = Optional.empty();

  @Option(
      names = "--keep-running",
      description = "Leave broker and dashboard up at the end, until Ctrl-C.")
  private boolean keepRunning;

  @Option(names = "--no-progress", description = "A plain line every few seconds.")
  private boolean noProgress;

  /** Runs the demonstration of a stream to its end. */
  int of(DemoStream stream) throws Exception {
    check();
    Home home = Home.ofProcess();
    JobSpec job = JobFileAccess.readSequence(this.job.orElse(home.example(stream.example())));
    DemoOptions options =
        new DemoOptions(
            Math.min(limit.orElse(Long.MAX_VALUE), stream.records()),
            rate.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            summary,
            keepRunning,
            embedded.settings(true, job.parallelism()),
            started());
    Deque<Home.Announcement> announcements = new ArrayDeque<>();
    Interruption interruption = Interruption.ofThisThread();
    try {
      demo(stream, job, options).run(broker -> announcements.add(home.announce(broker)));
    } finally {
      for (Home.Announcement announcement : announcements) {
        announcement.close();
      }
      interruption.close();
    }
    return ExitCode.OK;
  }

  private Demo demo(DemoStream stream, JobSpec chosen, DemoOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    Terminal terminal = Terminal.ofProcess();
    return terminal.interactive() && !noProgress
        ? Demo.live(
            stream, chosen, options, out, new Canvas(terminal.columns(), terminal.colours()))
        : Demo.plain(stream, chosen, options, out);
  }

  private void check() {
    if (limit.isPresent() && limit.get() < FEWEST) {
      throw new ParameterException(
          spec.commandLine(),
          "--limit: found " + limit.get() + ", expected " + FEWEST + " or more");
    }
    if (rate.isPresent() && !(rate.get() > 0 && rate.get() <= 1e9)) {
      throw new ParameterException(
          spec.commandLine(), "--rate: found " + rate.get() + ", expected a number above 0");
    }
  }

  /** When the command was typed, which is before there is a JVM. */
  static Instant started() {
    String millis = System.getenv("THALWEG_STARTED");
    return millis != null && millis.matches("[0-9]{13}")
        ? Instant.ofEpochMilli(Long.parseLong(millis))
        : ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
  }
}
