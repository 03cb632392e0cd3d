package io.thalweg.benchmarks.demo;

import io.thalweg.benchmarks.Median;
import io.thalweg.benchmarks.Report;
import io.thalweg.benchmarks.Table;
import io.thalweg.jobs.demo.Elec2;
import io.thalweg.jobs.file.JobSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The job through Kafka and Flink and a plain PyTorch loop in turn, with as many updates. The first
 * round warms both up and does not count.
 */
final class BesidePyTorch {
  private final Report report;
  private final JobSpec spec;
  private final Optional<Long> limit;
  private final int rounds;
  private final List<Elec2Run.Result> ours = new ArrayList<>();
  private final List<Double> theirRates = new ArrayList<>();
  private final List<Double> theirAccuracies = new ArrayList<>();

  BesidePyTorch(Report report, JobSpec spec, Optional<Long> limit, int rounds) {
    this.report = report;
    this.spec = spec;
    this.limit = limit;
    this.rounds = rounds;
  }

  void run() throws Exception {
    long all = Elec2.stream().records();
    long records = Math.min(all, limit.orElse(all));
    try (PlainLoop loop = PlainLoop.start(spec.model())) {
      for (int round = 0; round <= rounds; round++) {
        List<Elec2Run.Result> results = new ArrayList<>();
        new Elec2Run(spec, spec.model().learning().seed(), limit)
            .run((result, embedded) -> results.add(result));
        PlainLoop.Pass pass = loop.play(records);
        take(round, results.get(0), pass, records);
      }
    }
    end();
  }

  private void take(int round, Elec2Run.Result result, PlainLoop.Pass pass, long records) {
    double theirs = records / pass.seconds();
    report.say(
        "%s: %,.0f records/s through Kafka and Flink, %,.0f in PyTorch's loop, ratio %.2f"
            .formatted(
                round == 0 ? "warm-up" : "round " + round,
                result.steadyRecordsPerSecond(),
                theirs,
                result.steadyRecordsPerSecond() / theirs));
    if (round > 0) {
      ours.add(result);
      theirRates.add(theirs);
      theirAccuracies.add(pass.accuracy());
    }
  }

  private void end() throws Exception {
    List<Double> rates = ours.stream().map(Elec2Run.Result::steadyRecordsPerSecond).toList();
    List<Double> accuracies = ours.stream().map(Elec2Run.Result::accuracy).toList();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rates.size(); i++) {
      ratios.add(rates.get(i) / theirRates.get(i));
    }
    Table table = new Table("side", "records/s", "accuracy");
    row(table, "thalweg, through Kafka and Flink", rates, accuracies);
    row(table, "PyTorch, a plain loop in memory", theirRates, theirAccuracies);
    table.row(
        "ratio (median of %d)".formatted(ratios.size()), "%.2f".formatted(Median.of(ratios)), "");
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("ratio", Median.of(ratios));
    figures.put("ratios", ratios);
    figures.put("records_per_second", rates);
    figures.put("pytorch_records_per_second", theirRates);
    figures.put("prequential_accuracy", Median.of(accuracies));
    figures.put("pytorch_prequential_accuracy", Median.of(theirAccuracies));
    report.end(table, figures);
  }

  private static void row(Table table, String side, List<Double> rates, List<Double> accuracies) {
    table.row(side, "%,.0f".formatted(Median.of(rates)), "%.4f".formatted(Median.of(accuracies)));
  }
}
