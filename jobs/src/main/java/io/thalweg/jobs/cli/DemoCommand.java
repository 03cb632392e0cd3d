package io.thalweg.jobs.cli;

import io.thalweg.jobs.demo.DemoOptions;
import io.thalweg.jobs.demo.SequenceDemo;
import io.thalweg.jobs.file.JobSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thalweg demo}. */
@Command(
    name = "demo",
    header = "Watch Thalweg at work.",
    synopsisSubcommandLabel = "DEMO",
    subcommands = DemoCommand.Sequence.class,
    footerHeading = "%nExamples:%n",
    footer = "  ./thalweg demo sequence")
final class DemoCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a demo is missing: sequence");
  }

  @Command(
      name = "sequence",
      header = "A model learns from the electricity market, live.",
      description =
          "Starts Kafka and Flink in this process, plays 45,312 half-hours of the electricity market of"
              + " New South Wales through a topic, and runs the job that predicts and learns them."
              + " Ctrl-C ends it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./thalweg demo sequence",
        "  ./thalweg demo sequence --limit 5000 --no-progress --summary figures.json",
        "  ./thalweg demo sequence --rate 500 --keep-running",
        "  ./thalweg demo sequence --job my-electricity.yaml"
      })
  static final class Sequence implements Callable<Integer> {
    /** A few batches, so that there is something to see. */
    private static final long FEWEST = 200;

    @Spec private CommandSpec spec;
    @Mixin private EmbeddedOptions embedded;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "" + SequenceDemo.RECORDS,
        description = "Play only the first N records.")
    private long limit;

    @Option(
        names = "--rate",
        paramLabel = "R",
        description = "Records per second; otherwise as fast as they are answered.")
    private Optional<Double> rate = Optional.empty();

    @Option(
        names = "--job",
        paramLabel = "JOB.yaml",
        description = "Another job for this stream (examples/electricity.yaml).")
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

    @Override
    public Integer call() throws Exception {
      check();
      Home home = Home.ofProcess();
      JobSpec spec = JobFileAccess.read(job.orElse(home.example("electricity.yaml")));
      DemoOptions options =
          new DemoOptions(
              Math.min(limit, SequenceDemo.RECORDS),
              rate.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
              summary,
              keepRunning,
              embedded.settings(true, spec.parallelism()),
              started());
      Deque<Home.Announcement> announcements = new ArrayDeque<>();
      Interruption interruption = Interruption.ofThisThread();
      try {
        demo(spec, options).run(broker -> announcements.add(home.announce(broker)));
      } finally {
        for (Home.Announcement announcement : announcements) {
          announcement.close();
        }
        interruption.close();
      }
      return ExitCode.OK;
    }

    private SequenceDemo demo(JobSpec job, DemoOptions options) {
      PrintWriter out = spec.commandLine().getOut();
      Terminal terminal = Terminal.ofProcess();
      return terminal.interactive() && !noProgress
          ? SequenceDemo.live(job, options, out, terminal.columns(), terminal.colours())
          : SequenceDemo.plain(job, options, out);
    }

    private void check() {
      if (limit < FEWEST) {
        throw new ParameterException(
            spec.commandLine(), "--limit: found " + limit + ", expected " + FEWEST + " or more");
      }
      if (rate.isPresent() && !(rate.get() > 0 && rate.get() <= 1e9)) {
        throw new ParameterException(
            spec.commandLine(), "--rate: found " + rate.get() + ", expected a number above 0");
      }
    }

    /** When the command was typed, which is before there is a JVM. */
    private static Instant started() {
      String millis = System.getenv("THALWEG_STARTED");
      return millis != null && millis.matches("[0-9]{13}")
          ? Instant.ofEpochMilli(Long.parseLong(millis))
          : ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    }
  }
}
