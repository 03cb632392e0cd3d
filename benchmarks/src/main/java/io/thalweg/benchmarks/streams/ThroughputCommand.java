package io.thalweg.benchmarks.streams;

import io.thalweg.benchmarks.Median;
import io.thalweg.benchmarks.Report;
import io.thalweg.benchmarks.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/run throughput}. */
@Command(
    name = "throughput",
    header = "Records per second of the Kafka and Flink side alone.",
    description = {
      "Fills a topic with JSON events of 64 keys, then runs from its beginning to its end: the sequence job with a",
      "model that answers a constant, at least once, and two peers that pass the same records through as strings.",
      "At parallelism 1 the topic has one partition in order, at 2 it has two. Counted is from the answer after the",
      "warm-up to the last one, by the broker's append time. Rounds alternate in their order; the first is discarded."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  benchmarks/run throughput --summary throughput.json",
      "  benchmarks/run throughput --records 200000 --repeat 1 --parallelism 1"
    })
public final class ThroughputCommand implements Callable<Integer> {
  private static final List<Pipeline> PEERS =
      List.of(new PassThrough(false), new PassThrough(true));

  @Mixin private Report report;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "2000000",
      description = "Events of a run (default: ${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--warm-up",
      paramLabel = "SHARE",
      defaultValue = "0.25",
      description = "Share of a run's answers that is not counted (default: ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds that count (default: ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--parallelism",
      paramLabel = "P",
      split = ",",
      defaultValue = "1,2",
      description = "Subtasks and partitions (default: ${DEFAULT-VALUE}).")
  private List<Integer> parallelisms;

  @Option(
      names = "--sequence",
      paramLabel = "N",
      defaultValue = "24",
      description = "Events in a window (default: ${DEFAULT-VALUE}).")
  private int sequence;

  @Option(names = "--no-peer", description = "Leave the peers out, for profiling.")
  private boolean noPeer;

  ThroughputCommand() {}

  @Override
  public Integer call() throws Exception {
    report.begin();
    List<Pipeline> pipelines = new ArrayList<>(noPeer ? List.of() : PEERS);
    Pipeline subject = new ConstantModel(sequence);
    pipelines.add(subject);
    Table table =
        new Table("records/s", "parallelism", "median", "lowest", "highest", "thalweg / this");
    List<Map<String, Object>> shapes = new ArrayList<>();
    try (TestBed bed = TestBed.start(Collections.max(parallelisms))) {
      for (int parallelism : parallelisms) {
        Map<String, List<Double>> rates = measure(bed, pipelines, parallelism);
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("parallelism", parallelism);
        for (Pipeline pipeline : pipelines) {
          List<Double> ratios = ratios(rates.get(subject.field()), rates.get(pipeline.field()));
          List<Double> own = rates.get(pipeline.field());
          table.row(
              pipeline.label(),
              String.valueOf(parallelism),
              "%,.0f".formatted(Median.of(own)),
              "%,.0f".formatted(Collections.min(own)),
              "%,.0f".formatted(Collections.max(own)),
              "%.2f".formatted(Median.of(ratios)));
          shape.put(
              pipeline.field(),
              Map.of(
                  "records_per_second",
                  Median.of(own),
                  "runs",
                  own,
                  "thalweg_ratio",
                  Median.of(ratios)));
        }
        shapes.add(shape);
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("records", records);
    figures.put("sequence", sequence);
    figures.put("shapes", shapes);
    report.end(table, figures);
    return 0;
  }

  private Map<String, List<Double>> measure(TestBed bed, List<Pipeline> pipelines, int parallelism)
      throws Exception {
    String events = "events-" + parallelism;
    bed.create(events, parallelism);
    report.say("filling %s with %,d events …".formatted(events, records));
    new Events(events, parallelism).fill(bed.kafka(), records);
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    pipelines.forEach(pipeline -> rates.put(pipeline.field(), new ArrayList<>()));
    for (int round = 0; round <= repeat; round++) {
      List<Pipeline> order = new ArrayList<>(pipelines);
      if (round % 2 == 1) {
        Collections.reverse(order);
      }
      for (Pipeline pipeline : order) {
        double rate = run(bed, pipeline, events, parallelism);
        report.say(
            "round %d of %d, parallelism %d, %s: %,.0f records/s%s"
                .formatted(
                    round,
                    repeat,
                    parallelism,
                    pipeline.label(),
                    rate,
                    round == 0 ? " (not counted)" : ""));
        if (round > 0) {
          rates.get(pipeline.field()).add(rate);
        }
      }
    }
    bed.delete(List.of(events));
    return rates;
  }

  private double run(TestBed bed, Pipeline pipeline, String events, int parallelism)
      throws Exception {
    Pipeline.Run run = bed.prepare(pipeline, events, parallelism, true);
    bed.submit(pipeline, run).await();
    AppendTimes answers = AppendTimes.of(bed.kafka(), run.answers());
    if (answers.count() != records) {
      throw new IllegalStateException(
          "%s: %d answers found, %d expected: see the log in .thalweg/logs"
              .formatted(pipeline.label(), answers.count(), records));
    }
    bed.discard(pipeline, run);
    return answers.recordsPerSecond((int) (records * warmUp));
  }

  private static List<Double> ratios(List<Double> subject, List<Double> other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < subject.size(); i++) {
      ratios.add(subject.get(i) / other.get(i));
    }
    return ratios;
  }
}
