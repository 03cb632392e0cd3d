package io.thalweg.jobs.soak;

import io.thalweg.jobs.cli.Interruption;
import io.thalweg.jobs.cli.OutputFile;
import io.thalweg.jobs.soak.SoakOptions.Victim;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thalweg soak}. */
@Command(
    name = "soak",
    header = "Prove on this machine what no failure and no record can do.",
    description =
        "Starts a cluster of processes, writes records at a steady rate to a job that learns exactly once,"
            + " kills processes and mixes in hostile records as asked, and holds all that the job wrote against a"
            + " run over the same valid records in peace: answers, dead letters and model, bit for bit.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg soak --minutes 5 --kill taskmanager,jobmanager,broker",
      "  ./thalweg soak --minutes 10 --rate 1000 --bad-records 0.5 --summary soak.json",
      "  ./thalweg soak --minutes 240 --rate 2000 --memory-plot memory.svg"
    })
public final class SoakCommand implements Callable<Integer> {
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "2",
      description = "For how long records come, fractions allowed (${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "500",
      description = "Valid records per second (${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--kill",
      paramLabel = "PROCESS",
      split = ",",
      description =
          "What dies, as kill -9 does it, again and again: taskmanager, jobmanager, broker, or several"
              + " with commas. Otherwise nothing.")
  private List<Victim> victims = List.of();

  @Option(
      names = "--bad-records",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of hostile records among all, from 0 to 0.95 (${DEFAULT-VALUE}).")
  private double hostile;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Of records and kills (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "New folder for cluster, logs and topics, which stays. Otherwise one in .thalweg, deleted"
              + " when nothing was wrong.")
  private Optional<Path> folder = Optional.empty();

  @Option(names = "--summary", paramLabel = "FILE", description = "Write the figures as JSON.")
  private Optional<Path> summary = Optional.empty();

  @Option(
      names = "--memory-plot",
      paramLabel = "FILE",
      description = "Write the memory of each process over time as SVG.")
  private Optional<Path> memoryPlot = Optional.empty();

  @Override
  public Integer call() throws Exception {
    SoakOptions options = options();
    requireNew(options.folder());
    summary.ifPresent(file -> OutputFile.requireWritable("--summary", file));
    memoryPlot.ifPresent(file -> OutputFile.requireWritable("--memory-plot", file));
    SoakResult result = run(options);
    result.lines().forEach(this::say);
    for (Path file : summary.stream().toList()) {
      result.json().write(file);
    }
    for (Path file : memoryPlot.stream().toList()) {
      Files.writeString(file, result.memoryPlot());
    }
    List<String> differences = result.differences();
    if (!differences.isEmpty()) {
      throw new SoakException(
          "what was written shows what happened:%n  %s%n  topics and logs are in %s"
              .formatted(String.join("\n  ", differences), options.folder()));
    }
    say("equal: what was written does not show what happened");
    deleteUnlessNamed(options.folder());
    return 0;
  }

  private SoakResult run(SoakOptions options) throws IOException, InterruptedException {
    Interruption interruption = Interruption.ofThisThread();
    try {
      return new Soak(options, Fuzzed.records(), this::say).run();
    } catch (InterruptedException ctrlC) {
      deleteUnlessNamed(options.folder());
      throw ctrlC;
    } finally {
      interruption.close();
    }
  }

  /** Hours of topics are gigabytes. */
  private void deleteUnlessNamed(Path used) throws IOException {
    if (folder.isEmpty()) {
      FileUtils.deleteDirectory(used.toFile());
    }
  }

  private SoakOptions options() {
    require("--minutes", minutes > 0 && minutes <= 10_000, minutes, "a number above 0");
    require("--rate", rate > 0 && rate <= 1e6, rate, "a number above 0");
    require("--bad-records", hostile >= 0 && hostile <= 0.95, hostile, "a number from 0 to 0.95");
    return new SoakOptions(
        folder.orElseGet(
            () ->
                Path.of(
                    ".thalweg", "soak-" + LocalDateTime.now(ZoneId.systemDefault()).format(NAME))),
        Duration.ofMillis(Math.round(minutes * 60_000)),
        rate,
        victims,
        hostile,
        seed);
  }

  private void require(String option, boolean fits, double found, String expected) {
    if (!fits) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(Locale.ROOT, "%s: found %s, expected %s", option, found, expected));
    }
  }

  /** All that is in the topics is compared. */
  private static void requireNew(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new IOException(folder + " is not empty, a new folder expected: name another");
        }
      }
    }
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(LocalDateTime.now(ZoneId.systemDefault()).format(TIME) + "  " + line);
    out.flush();
  }
}
