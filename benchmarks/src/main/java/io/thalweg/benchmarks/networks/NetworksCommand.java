package io.thalweg.benchmarks.networks;

import io.thalweg.benchmarks.Report;
import io.thalweg.benchmarks.Table;
import io.thalweg.benchmarks.peers.Server;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchmarks/run networks}. */
@Command(
    name = "networks",
    header = "Training steps and predictions of the networks, beside PyTorch's.",
    description = {
      "Two processes, one with Thalweg's networks and one with PyTorch's library, measure the same work in turn, with",
      "one native thread each unless asked for more. Counted is the median of the ratios of neighbouring windows. A work is written as",
      "NETWORK INPUTS HIDDEN STEPS BATCH TASK; dense and cnn have shapes of their own (docs/benchmarks.md)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  benchmarks/run networks --summary networks.json",
      "  benchmarks/run networks 'gru .* train' --network plan --repeat 9"
    })
public final class NetworksCommand implements Callable<Integer> {
  @Mixin private Report report;

  @Parameters(
      paramLabel = "REGEX",
      arity = "0..1",
      defaultValue = ".*",
      description = "Only the works in which it is found (default: all).")
  private Pattern works;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      defaultValue = "plan",
      description = "What computes: plan or dl4j (default: ${DEFAULT-VALUE}).")
  private String network;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "5",
      description = "Pairs of windows of a work (default: ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "0.5",
      description = "Length of a window, at least five steps (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Native threads of each side; goals are for one (default: ${DEFAULT-VALUE}).")
  private int threads;

  NetworksCommand() {}

  @Override
  public Integer call() throws Exception {
    report.begin();
    Table table =
        new Table("work", "thalweg µs", "PyTorch µs", "thalweg / PyTorch", "wanted", "load");
    List<Map<String, Object>> results = new ArrayList<>();
    try (Side thalweg = Side.thalweg(network, seconds, threads);
        Side pytorch = Side.pytorch(seconds, threads)) {
      for (Goal goal : Goal.all()) {
        String work = goal.work().line();
        if (!works.matcher(work).find()) {
          continue;
        }
        Comparison comparison = Comparison.of(goal.work(), thalweg, pytorch, repeat);
        String ratio = text("%.2f", comparison.ratio(), Server.NOT_YET);
        report.say("%s: %s".formatted(work, ratio));
        table.row(
            work,
            text("%,.1f", comparison.ourMedian(), Server.NOT_YET),
            "%,.1f".formatted(comparison.theirMedian()),
            ratio,
            threads == 1 ? text("≤ %.2f", goal.ratio(), "") : "",
            "%.1f".formatted(comparison.load()));
        results.add(json(goal, comparison));
      }
    }
    report.end(table, Map.of("network", network, "threads", threads, "results", results));
    return 0;
  }

  private static String text(String format, OptionalDouble value, String none) {
    return value.isPresent() ? format.formatted(value.getAsDouble()) : none;
  }

  private static Map<String, Object> json(Goal goal, Comparison comparison) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("work", goal.work().line());
    json.put("ratio", nullable(comparison.ratio()));
    json.put("wanted_ratio", nullable(goal.ratio()));
    json.put("thalweg_us", comparison.ours());
    json.put("pytorch_us", comparison.theirs());
    json.put("load_average", comparison.load());
    return json;
  }

  private static Double nullable(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }
}
