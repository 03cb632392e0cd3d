package io.thalweg.jobs.demo;

import static io.thalweg.jobs.demo.Texts.count;
import static io.thalweg.jobs.demo.Texts.decimal;
import static io.thalweg.jobs.demo.Texts.millis;
import static io.thalweg.jobs.demo.Texts.percent;
import static io.thalweg.jobs.demo.Texts.time;

import io.thalweg.jobs.file.JobSpec;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a person is told at the end: the figures, and where to look. */
final class Farewell {
  private final PrintWriter out;
  private final DemoStream stream;
  private final JobSpec job;
  private final Places places;

  Farewell(PrintWriter out, DemoStream stream, JobSpec job, Places places) {
    this.out = out;
    this.stream = stream;
    this.job = job;
    this.places = places;
  }

  void say(Summary summary, boolean keepRunning) {
    out.println();
    figures(summary).forEach(out::println);
    out.println();
    (keepRunning ? stay() : leave()).forEach(out::println);
    out.flush();
  }

  private List<String> figures(Summary summary) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s records in %s, %s/s; the first prediction %.1f s after the command"
            .formatted(
                count(summary.records()),
                time(summary.seconds()),
                count(Math.round(summary.recordsPerSecond())),
                summary.secondsToFirstPrediction()));
    lines.add(
        "  accuracy      %s, no change %s (each record predicted before it was learned)"
            .formatted(percent(summary.accuracy()), percent(summary.noChangeAccuracy())));
    stream
        .positive()
        .ifPresent(
            name ->
                lines.add(
                    "  F1 of %-8s%s; over the newest 2,000 %s"
                        .formatted(name, decimal(summary.f1()), decimal(summary.newestF1()))));
    if (!Double.isNaN(summary.testAccuracy())) {
      lines.add(
          "  test          %s of the records at the end, which were not learned, are right"
              .formatted(percent(summary.testAccuracy())));
    }
    lines.add(
        "  kappa         %s, against no change %s; log loss %s"
            .formatted(
                decimal(summary.kappa()),
                decimal(summary.kappaTemporal()),
                decimal(summary.logLoss())));
    lines.add(
        "  latency       p50 %s, p99 %s"
            .formatted(millis(summary.latencyP50Millis()), millis(summary.latencyP99Millis())));
    lines.add(
        String.format(
            Locale.ROOT,
            "  model         version %,d, SHA-256 %s…",
            summary.modelVersion(),
            summary.modelChecksum().substring(0, 16)));
    return lines;
  }

  private List<String> stay() {
    String predictions = job.output().predictions();
    return List.of(
        places.stay(),
        "In another terminal:",
        "  ./thalweg consume " + predictions + " --limit 5",
        "  ./thalweg consume " + job.output().metrics() + " --limit 5",
        "  ./thalweg model show examples/" + stream.example());
  }

  private List<String> leave() {
    return List.of(
        "The predictions were in topic " + job.output().predictions() + ". To look at them:",
        "  ./thalweg demo " + stream.command() + " --keep-running",
        "  ./thalweg consume "
            + job.output().predictions()
            + " --limit 5    (in another terminal)");
  }
}
