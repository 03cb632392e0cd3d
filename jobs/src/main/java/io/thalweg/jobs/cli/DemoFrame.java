package io.thalweg.jobs.cli;

import io.thalweg.jobs.demo.Canvas;
import io.thalweg.jobs.embedded.Embedded;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all demonstrations have in common: options, and what happens around them. */
final class DemoFrame {
  /** A demonstration, ready to run. */
  @FunctionalInterface
  interface Demonstration {
    /**
     * Runs to its end.
     *
     * @param ready told where the broker is, as soon as it is there
     */
    void run(Consumer<String> ready) throws Exception;
  }

  @Mixin private EmbeddedOptions embedded;

  @Option(
      names = "--job",
      paramLabel = "JOB.yaml",
      description = "Another job for this demonstration than that in examples/.")
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

  /** The job's file: that of the examples, if no other was named. */
  Path job(String example) {
    return job.orElse(Home.ofProcess().example(example));
  }

  Optional<Path> summary() {
    return summary;
  }

  boolean keepRunning() {
    return keepRunning;
  }

  Embedded.Settings embedded(int slots) {
    return embedded.settings(true, slots);
  }

  /** Where it is shown over and over in the same lines; empty: it is not. */
  Optional<Canvas> canvas() {
    Terminal terminal = Terminal.ofProcess();
    return terminal.interactive() && !noProgress
        ? Optional.of(new Canvas(terminal.columns(), terminal.colours()))
        : Optional.empty();
  }

  /** When the command was typed, which is before there is a JVM. */
  Instant started() {
    String millis = System.getenv("THALWEG_STARTED");
    return millis != null && millis.matches("[0-9]{13}")
        ? Instant.ofEpochMilli(Long.parseLong(millis))
        : ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
  }

  /** Runs a demonstration to its end, so that other commands find its broker meanwhile. */
  int run(Demonstration demonstration) throws Exception {
    Home home = Home.ofProcess();
    Deque<Home.Announcement> announcements = new ArrayDeque<>();
    Interruption interruption = Interruption.ofThisThread();
    try {
      demonstration.run(broker -> announcements.add(home.announce(broker)));
    } finally {
      for (Home.Announcement announcement : announcements) {
        announcement.close();
      }
      interruption.close();
    }
    return ExitCode.OK;
  }
}
