package io.thalweg.benchmarks.demo;

import io.thalweg.benchmarks.Home;
import io.thalweg.benchmarks.KeepRunning;
import io.thalweg.benchmarks.Median;
import io.thalweg.benchmarks.Report;
import io.thalweg.benchmarks.Table;
import io.thalweg.jobs.embedded.Embedded;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/run elec2}. */
@Command(
    name = "elec2",
    header = "Prequential accuracy on the electricity market, with the demo's job.",
    description = {
      "Writes the 45,312 records to a topic, then runs the job of examples/electricity.yaml over it from its beginning",
      "to its end, in lockstep, without a view. The same seed gives the same figures and the same model."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  benchmarks/run elec2 --summary elec2.json",
      "  benchmarks/run elec2 --seeds 1,2,3,4,5",
      "  benchmarks/run elec2 --pytorch --repeat 5",
      "  benchmarks/run elec2 --job my-electricity.yaml --limit 10000"
    })
public final class Elec2Command implements Callable<Integer> {
  @Mixin private Report report;
  @Mixin private KeepRunning keepRunning;

  @Option(
      names = "--job",
      paramLabel = "JOB.yaml",
      description = "Another job for this stream (default: examples/electricity.yaml).")
  private Optional<Path> job = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "SEED",
      split = ",",
      description = "Seeds to learn with, one run each (default: that of the job file).")
  private List<Long> seeds = List.of();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs with each seed (default: ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the first N records (default: all).")
  private Optional<Long> limit = Optional.empty();

  @Option(
      names = "--pytorch",
      description = {
        "Run a plain PyTorch loop with the same settings in turn, and compare: records per second in memory against",
        "those through Kafka and Flink, each with one native thread, warm."
      })
  private boolean pytorch;

  @Override
  public Integer call() throws Exception {
    report.begin();
    JobSpec spec = JobFile.readSequence(job.orElse(Home.example("electricity.yaml")));
    if (pytorch) {
      new BesidePyTorch(report, spec, limit, repeat).run();
      return 0;
    }
    List<Long> chosen = seeds.isEmpty() ? List.of(spec.model().learning().seed()) : seeds;
    List<Elec2Run.Result> results = new ArrayList<>();
    int runs = chosen.size() * repeat;
    for (long seed : chosen) {
      for (int i = 0; i < repeat; i++) {
        new Elec2Run(spec, seed, limit).run((result, bed) -> take(result, bed, results, runs));
      }
    }
    return 0;
  }

  private void take(
      Elec2Run.Result result, Embedded embedded, List<Elec2Run.Result> results, int runs)
      throws Exception {
    results.add(result);
    report.say(
        "seed %d: accuracy %.4f, %,.0f records/s, model %.12s"
            .formatted(
                result.seed(),
                result.accuracy(),
                result.recordsPerSecond(),
                result.modelChecksum()));
    checkRepeats(results);
    if (results.size() == runs) {
      report.end(table(results), figures(results));
      keepRunning.atTheEnd(embedded, report);
    }
  }

  /** Law 1: the same topic and job, the same model. */
  private static void checkRepeats(List<Elec2Run.Result> results) {
    Map<Long, String> checksums = new LinkedHashMap<>();
    for (Elec2Run.Result result : results) {
      String first = checksums.putIfAbsent(result.seed(), result.modelChecksum());
      if (first != null && !first.equals(result.modelChecksum())) {
        throw new IllegalStateException(
            "seed %d: models %s and %s found, one expected of the same topic and job"
                .formatted(result.seed(), first, result.modelChecksum()));
      }
    }
  }

  private static Table table(List<Elec2Run.Result> results) {
    Table table =
        new Table(
            "seed", "accuracy", "no-change", "kappa", "kappa-temporal", "log loss", "records/s");
    results.forEach(result -> row(table, String.valueOf(result.seed()), result));
    if (results.size() > 1) {
      table.row(
          "median",
          "%.4f".formatted(median(results, Elec2Run.Result::accuracy)),
          "%.4f".formatted(median(results, Elec2Run.Result::noChangeAccuracy)),
          "%.4f".formatted(median(results, Elec2Run.Result::kappa)),
          "%.4f".formatted(median(results, Elec2Run.Result::kappaTemporal)),
          "%.4f".formatted(median(results, Elec2Run.Result::logLoss)),
          "%,.0f".formatted(median(results, Elec2Run.Result::recordsPerSecond)));
    }
    return table;
  }

  private static void row(Table table, String name, Elec2Run.Result result) {
    table.row(
        name,
        "%.4f".formatted(result.accuracy()),
        "%.4f".formatted(result.noChangeAccuracy()),
        "%.4f".formatted(result.kappa()),
        "%.4f".formatted(result.kappaTemporal()),
        "%.4f".formatted(result.logLoss()),
        "%,.0f".formatted(result.recordsPerSecond()));
  }

  private static Map<String, Object> figures(List<Elec2Run.Result> results) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("prequential_accuracy", median(results, Elec2Run.Result::accuracy));
    figures.put("no_change_accuracy", median(results, Elec2Run.Result::noChangeAccuracy));
    figures.put("kappa", median(results, Elec2Run.Result::kappa));
    figures.put("kappa_temporal", median(results, Elec2Run.Result::kappaTemporal));
    figures.put("records_per_second", median(results, Elec2Run.Result::recordsPerSecond));
    figures.put("runs", results.stream().map(Elec2Run.Result::json).toList());
    return figures;
  }

  private static double median(
      List<Elec2Run.Result> results, ToDoubleFunction<Elec2Run.Result> figure) {
    return Median.of(results.stream().map(figure::applyAsDouble).toList());
  }
}
