package io.thalweg.benchmarks.streams;

import io.thalweg.benchmarks.KeepRunning;
import io.thalweg.benchmarks.Median;
import io.thalweg.benchmarks.Report;
import io.thalweg.benchmarks.Table;
import io.thalweg.jobs.embedded.EmbeddedJob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/run latency}. */
@Command(
    name = "latency",
    header = "Latency from the append of an event to its answer being readable.",
    description = {
      "Sends events at a fixed rate to the sequence job with a model that answers a constant, at least once, and to a",
      "peer that passes them through as strings, in turn. A consumer polls for the answers all the time.",
      "append to read: from the broker's append time of the event to the reader's clock; append to append: to the",
      "broker's append time of the answer (both by clocks of one millisecond, which adds at most one);",
      "send to read: from the sender's call, by a clock of nanoseconds."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  benchmarks/run latency --summary latency.json",
      "  benchmarks/run latency --rate 5000 --parallelism 2 --seconds 30 --repeat 3"
    })
public final class LatencyCommand implements Callable<Integer> {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @Mixin private Report report;
  @Mixin private KeepRunning keepRunning;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "1000",
      description = "Events per second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "Seconds of a run that are not counted (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Seconds of a run that count (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "3",
      description = "Runs of each (default: ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--parallelism",
      paramLabel = "P",
      defaultValue = "1",
      description = "Subtasks and partitions (default: ${DEFAULT-VALUE}).")
  private int parallelism;

  @Option(
      names = "--sequence",
      paramLabel = "N",
      defaultValue = "24",
      description = "Events in a window (default: ${DEFAULT-VALUE}).")
  private int sequence;

  LatencyCommand() {}

  private interface Kind {
    Histogram of(Trace.Latencies latencies);
  }

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("append_to_read", Trace.Latencies::appendToRead);
    KINDS.put("append_to_append", Trace.Latencies::appendToAppend);
    KINDS.put("send_to_read", Trace.Latencies::sendToRead);
  }

  @Override
  public Integer call() throws Exception {
    report.begin();
    List<Pipeline> pipelines =
        List.of(new PassThrough(parallelism > 1), new ConstantModel(sequence));
    Map<Pipeline, List<Trace.Latencies>> measured = new LinkedHashMap<>();
    pipelines.forEach(pipeline -> measured.put(pipeline, new ArrayList<>()));
    try (TestBed bed = TestBed.start(parallelism)) {
      for (int round = 1; round <= repeat; round++) {
        List<Pipeline> order = new ArrayList<>(pipelines);
        if (round % 2 == 0) {
          Collections.reverse(order);
        }
        for (Pipeline pipeline : order) {
          Trace.Latencies latencies = run(bed, pipeline, "events-" + round + pipeline.field());
          measured.get(pipeline).add(latencies);
          report.say(
              "round %d of %d, %s: append to read p50 %.1f ms, p99 %.1f ms"
                  .formatted(
                      round,
                      repeat,
                      pipeline.label(),
                      millis(latencies.appendToRead(), 50),
                      millis(latencies.appendToRead(), 99)));
        }
      }
      end(measured);
      keepRunning.atTheEnd(bed.embedded(), report);
    }
    return 0;
  }

  private Trace.Latencies run(TestBed bed, Pipeline pipeline, String events) throws Exception {
    int discarded = (int) (warmUp * rate);
    int count = discarded + (int) (seconds * rate);
    bed.create(events, parallelism);
    Pipeline.Run run = bed.prepare(pipeline, events, parallelism, false);
    EmbeddedJob job = bed.submit(pipeline, run);
    awaitRunning(job);
    Trace trace = new Trace(count);
    AnswerReader reader = AnswerReader.start(bed.kafka(), run.answers(), trace);
    try {
      new PacedSender(bed.kafka(), new Events(events, parallelism), trace).send(count, rate);
      awaitAnswers(trace, count, job);
    } finally {
      reader.end();
    }
    job.cancel();
    bed.discard(pipeline, run);
    bed.discard(events);
    return trace.from(discarded);
  }

  /** Events that are sent before the job runs would make a queue that it has to work off. */
  private static void awaitRunning(EmbeddedJob job) throws Exception {
    while (!job.isRunning()) {
      if (job.isDone()) {
        job.await();
      }
      Thread.sleep(10);
    }
  }

  private static void awaitAnswers(Trace trace, int count, EmbeddedJob job) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (trace.read() < count) {
      if (job.isDone()) {
        job.await();
      }
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "%d answers found a minute after the last event, %d expected: see the log in .thalweg/logs"
                .formatted(trace.read(), count));
      }
      Thread.sleep(10);
    }
  }

  private void end(Map<Pipeline, List<Trace.Latencies>> measured) throws Exception {
    Table table = new Table("median of runs, ms", "p50", "p90", "p99", "p99.9", "highest");
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rate", rate);
    figures.put("seconds", seconds);
    figures.put("parallelism", parallelism);
    figures.put("sequence", sequence);
    measured.forEach(
        (pipeline, runs) -> {
          Map<String, Object> own = new LinkedHashMap<>();
          KINDS.forEach(
              (name, kind) -> {
                List<Histogram> histograms = runs.stream().map(kind::of).toList();
                table.row(
                    pipeline.label() + ", " + name.replace('_', ' '),
                    "%.2f".formatted(median(histograms, 50)),
                    "%.2f".formatted(median(histograms, 90)),
                    "%.2f".formatted(median(histograms, 99)),
                    "%.2f".formatted(median(histograms, 99.9)),
                    "%.2f".formatted(median(histograms, 100)));
                own.put(name, json(histograms));
              });
          figures.put(pipeline.field(), own);
        });
    report.end(table, figures);
  }

  private static Map<String, Object> json(List<Histogram> runs) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("p50_ms", median(runs, 50));
    figures.put("p99_ms", median(runs, 99));
    figures.put("p99_9_ms", median(runs, 99.9));
    figures.put("runs_p50_ms", runs.stream().map(run -> millis(run, 50)).toList());
    figures.put("runs_p99_ms", runs.stream().map(run -> millis(run, 99)).toList());
    return figures;
  }

  private static double median(List<Histogram> runs, double percentile) {
    return Median.of(runs.stream().map(run -> millis(run, percentile)).toList());
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e3;
  }
}
