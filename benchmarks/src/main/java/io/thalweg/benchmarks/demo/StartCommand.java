package io.thalweg.benchmarks.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.benchmarks.Home;
import io.thalweg.benchmarks.Median;
import io.thalweg.benchmarks.Report;
import io.thalweg.benchmarks.Table;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/run start}. */
@Command(
    name = "start",
    header = "Seconds from ./thalweg demo sequence typed to its first prediction.",
    description = {
      "Runs the command as a process of its own, already built, and takes seconds_to_first_prediction from its",
      "summary: from the first line of the launcher to the first prediction that a consumer has read."
    },
    footerHeading = "%nExamples:%n",
    footer = "  benchmarks/run start --repeat 9 --summary start.json")
public final class StartCommand implements Callable<Integer> {
  private static final String FIGURE = "seconds_to_first_prediction";

  @Mixin private Report report;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "5",
      description = "Starts (default: ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Records that each demo plays (default: ${DEFAULT-VALUE}).")
  private int limit;

  StartCommand() {}

  @Override
  public Integer call() throws Exception {
    report.begin();
    Path launcher = Home.launcher();
    report.say("building what is missing …");
    run(launcher, "--version");
    List<Double> seconds = new ArrayList<>();
    for (int i = 1; i <= repeat; i++) {
      double first = start(launcher);
      seconds.add(first);
      report.say("start %d of %d: %.2f s".formatted(i, repeat, first));
    }
    Table table =
        new Table("seconds", "median", "lowest", "highest")
            .row(
                "to the first prediction",
                "%.2f".formatted(Median.of(seconds)),
                "%.2f".formatted(Collections.min(seconds)),
                "%.2f".formatted(Collections.max(seconds)));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put(FIGURE, Median.of(seconds));
    figures.put("runs", seconds);
    report.end(table, figures);
    return 0;
  }

  private double start(Path launcher) throws Exception {
    Path summary = Files.createTempFile("thalweg-start-", ".json");
    try {
      run(
          launcher,
          "demo",
          "sequence",
          "--no-progress",
          "--limit",
          String.valueOf(limit),
          "--summary",
          summary.toString());
      return new ObjectMapper().readTree(summary.toFile()).required(FIGURE).asDouble();
    } finally {
      Files.deleteIfExists(summary);
    }
  }

  private static void run(Path launcher, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(new File("/dev/null"))
            .start();
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "exit code %d found, 0 expected; run it by hand to see why: %s"
              .formatted(code, String.join(" ", command)));
    }
  }
}
