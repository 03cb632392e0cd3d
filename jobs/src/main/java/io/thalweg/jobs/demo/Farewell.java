package io.thalweg.jobs.demo;

import static io.thalweg.jobs.demo.Texts.count;
import static io.thalweg.jobs.demo.Texts.decimal;
import static io.thalweg.jobs.demo.Texts.millis;
import static io.thalweg.jobs.demo.Texts.percent;
import static io.thalweg.jobs.demo.Texts.time;

import io.thalweg.jobs.file.JobSpec;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** What a person is told at the end: the figures, and where to look. */
final class Farewell {
  private final PrintWriter out;
  private final JobSpec job;
  private final URI dashboard;
  private final String brokers;

  Farewell(PrintWriter out, JobSpec job, URI dashboard, String brokers) {
    this.out = out;
    this.job = job;
    this.dashboard = dashboard;
    this.brokers = brokers;
  }

  void say(Summary summary, boolean keepRunning) {
    out.println();
    figures(summary).forEach(out::println);
    out.println();
    (keepRunning ? stay() : leave()).forEach(out::println);
    out.flush();
  }

  private List<String> figures(Summary summary) {
    return List.of(
        "%s records in %s, %s/s; the first prediction %.1f s after the command"
            .formatted(
                count(summary.records()),
                time(summary.seconds()),
                count(Math.round(summary.recordsPerSecond())),
                summary.secondsToFirstPrediction()),
        "  accuracy      %s, no change %s (each record predicted before it was learned)"
            .formatted(percent(summary.accuracy()), percent(summary.noChangeAccuracy())),
        "  kappa         %s, against no change %s; log loss %s"
            .formatted(
                decimal(summary.kappa()),
                decimal(summary.kappaTemporal()),
                decimal(summary.logLoss())),
        "  latency       p50 %s, p99 %s"
            .formatted(millis(summary.latencyP50Millis()), millis(summary.latencyP99Millis())),
        String.format(
            Locale.ROOT,
            "  model         version %,d, SHA-256 %s…",
            summary.modelVersion(),
            summary.modelChecksum().substring(0, 16)));
  }

  private List<String> stay() {
    String predictions = job.output().predictions();
    return List.of(
        "Kafka is at " + brokers + ", the dashboard at " + dashboard + ", until Ctrl-C.",
        "In another terminal:",
        "  ./thalweg consume " + predictions + " --limit 5",
        "  ./thalweg consume " + job.output().metrics() + " --limit 5",
        "  ./thalweg model show examples/electricity.yaml");
  }

  private List<String> leave() {
    return List.of(
        "The predictions were in topic " + job.output().predictions() + ". To look at them:",
        "  ./thalweg demo sequence --keep-running",
        "  ./thalweg consume "
            + job.output().predictions()
            + " --limit 5    (in another terminal)");
  }
}
