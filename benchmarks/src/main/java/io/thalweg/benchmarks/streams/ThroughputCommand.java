package io.thalweg.benchmarks.streams;

import com.sun.management.OperatingSystemMXBean;
import io.thalweg.benchmarks.AppendTimes;
import io.thalweg.benchmarks.KeepRunning;
import io.thalweg.benchmarks.Median;
import io.thalweg.benchmarks.Report;
import io.thalweg.benchmarks.Table;
import java.lang.management.ManagementFactory;
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

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /**
   * What one run gave.
   *
   * @param cpuMicrosPerRecord of the whole process, broker and warm-up included; other than the
   *     rate, it hardly depends on what else the machine does
   */
  private record Measured(double recordsPerSecond, double cpuMicrosPerRecord) {}

  @Mixin private Report report;
  @Mixin private KeepRunning keepRunning;

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
        new Table(
            "records/s",
            "parallelism",
            "median",
            "lowest",
            "highest",
            "thalweg / this",
            "CPU µs/record");
    List<Map<String, Object>> shapes = new ArrayList<>();
    try (TestBed bed = TestBed.start(Collections.max(parallelisms))) {
      for (int parallelism : parallelisms) {
        Map<String, List<Measured>> runs = measure(bed, pipelines, parallelism);
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("parallelism", parallelism);
        for (Pipeline pipeline : pipelines) {
          List<Double> ratios = ratios(runs.get(subject.field()), runs.get(pipeline.field()));
          List<Double> own = rates(runs.get(pipeline.field()));
          double micros =
              Median.of(
                  runs.get(pipeline.field()).stream().map(Measured::cpuMicrosPerRecord).toList());
          table.row(
              pipeline.label(),
              String.valueOf(parallelism),
              "%,.0f".formatted(Median.of(own)),
              "%,.0f".formatted(Collections.min(own)),
              "%,.0f".formatted(Collections.max(own)),
              "%.2f".formatted(Median.of(ratios)),
              "%.1f".formatted(micros));
          Map<String, Object> figures = new LinkedHashMap<>();
          figures.put("records_per_second", Median.of(own));
          figures.put("runs", own);
          figures.put("thalweg_ratio", Median.of(ratios));
          figures.put("cpu_us_per_record", micros);
          shape.put(pipeline.field(), figures);
        }
        shapes.add(shape);
      }
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("records", records);
      figures.put("sequence", sequence);
      figures.put("shapes", shapes);
      report.end(table, figures);
      keepRunning.atTheEnd(bed.embedded(), report);
    }
    return 0;
  }

  private Map<String, List<Measured>> measure(
      TestBed bed, List<Pipeline> pipelines, int parallelism) throws Exception {
    String events = "events-" + parallelism;
    bed.create(events, parallelism);
    report.say("filling %s with %,d events …".formatted(events, records));
    new Events(events, parallelism).fill(bed.kafka(), records);
    Map<String, List<Measured>> runs = new LinkedHashMap<>();
    pipelines.forEach(pipeline -> runs.put(pipeline.field(), new ArrayList<>()));
    for (int round = 0; round <= repeat; round++) {
      List<Pipeline> order = new ArrayList<>(pipelines);
      if (round % 2 == 1) {
        Collections.reverse(order);
      }
      for (Pipeline pipeline : order) {
        Measured measured = run(bed, pipeline, events, parallelism);
        report.say(
            "round %d of %d, parallelism %d, %s: %,.0f records/s%s"
                .formatted(
                    round,
                    repeat,
                    parallelism,
                    pipeline.label(),
                    measured.recordsPerSecond(),
                    round == 0 ? " (not counted)" : ""));
        if (round > 0) {
          runs.get(pipeline.field()).add(measured);
        }
      }
    }
    bed.discard(events);
    return runs;
  }

  private Measured run(TestBed bed, Pipeline pipeline, String events, int parallelism)
      throws Exception {
    Pipeline.Run run = bed.prepare(pipeline, events, parallelism, true);
    long cpu = PROCESS.getProcessCpuTime();
    bed.submit(pipeline, run).await();
    double cpuMicros = (PROCESS.getProcessCpuTime() - cpu) / 1e3;
    AppendTimes answers = AppendTimes.of(bed.kafka(), run.answers());
    if (answers.count() != records) {
      throw new IllegalStateException(
          "%s: %d answers found, %d expected: see the log in .thalweg/logs"
              .formatted(pipeline.label(), answers.count(), records));
    }
    bed.discard(pipeline, run);
    return new Measured(answers.recordsPerSecond((int) (records * warmUp)), cpuMicros / records);
  }

  private static List<Double> rates(List<Measured> runs) {
    return runs.stream().map(Measured::recordsPerSecond).toList();
  }

  private static List<Double> ratios(List<Measured> subject, List<Measured> other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < subject.size(); i++) {
      ratios.add(subject.get(i).recordsPerSecond() / other.get(i).recordsPerSecond());
    }
    return ratios;
  }
}
