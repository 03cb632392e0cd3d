package io.thalweg.benchmarks.micro;

import io.thalweg.benchmarks.Report;
import io.thalweg.benchmarks.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchmarks/run jmh}. */
@Command(
    name = "jmh",
    header = "Micro-benchmarks of what every record goes through.",
    description = "Runs them with JMH, each in processes of its own.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  benchmarks/run jmh",
      "  benchmarks/run jmh PredictionJson --repeat 3",
      "  benchmarks/run jmh Decode --allocations"
    })
public final class JmhCommand implements Callable<Integer> {
  @Mixin private Report report;

  @Parameters(
      paramLabel = "REGEX",
      arity = "0..1",
      defaultValue = ".*",
      description = "Only those whose name contains it (default: all).")
  private String regex;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "2",
      description = "Processes of each (default: ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "5",
      description = "Iterations that count, and as many before them (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Length of an iteration (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--allocations",
      description = "Also report the bytes that an operation allocates.")
  private boolean allocations;

  JmhCommand() {}

  @Override
  public Integer call() throws Exception {
    report.begin();
    Collection<RunResult> results = new Runner(options()).run();
    Table table = new Table("benchmark", "score", "± 99.9 %", "unit");
    List<Map<String, Object>> figures = new ArrayList<>();
    for (RunResult result : results) {
      List<Result<?>> all = new ArrayList<>();
      all.add(result.getPrimaryResult());
      result.getSecondaryResults().values().stream()
          .filter(secondary -> secondary.getLabel().endsWith("alloc.rate.norm"))
          .forEach(all::add);
      String name = name(result);
      for (Result<?> one : all) {
        table.row(
            name,
            "%,.3f".formatted(one.getScore()),
            "%,.3f".formatted(one.getScoreError()),
            one.getScoreUnit());
        figures.add(json(name, one));
      }
    }
    report.end(table, Map.of("results", figures));
    return 0;
  }

  private Options options() {
    var options =
        new OptionsBuilder()
            .include(regex)
            .forks(repeat)
            .warmupIterations(iterations)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(seconds))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    return allocations ? options.addProfiler("gc").build() : options.build();
  }

  private static String name(RunResult result) {
    String name = result.getParams().getBenchmark();
    String shortName = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    List<String> parameters =
        result.getParams().getParamsKeys().stream()
            .map(key -> key + "=" + result.getParams().getParam(key))
            .toList();
    return parameters.isEmpty() ? shortName : shortName + " " + String.join(" ", parameters);
  }

  private static Map<String, Object> json(String name, Result<?> result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("benchmark", name);
    json.put("score", result.getScore());
    json.put("error", Double.isFinite(result.getScoreError()) ? result.getScoreError() : null);
    json.put("unit", result.getScoreUnit());
    return json;
  }
}
