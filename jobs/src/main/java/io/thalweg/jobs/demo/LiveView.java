package io.thalweg.jobs.demo;

import static io.thalweg.jobs.demo.Texts.count;
import static io.thalweg.jobs.demo.Texts.decimal;
import static io.thalweg.jobs.demo.Texts.millis;
import static io.thalweg.jobs.demo.Texts.percent;
import static io.thalweg.jobs.demo.Texts.time;

import io.thalweg.connectors.predictions.LearningProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A run as a few lines that are written over again and again. */
final class LiveView {
  /** Of the records, before which nobody can tell how long the others will take. */
  private static final double LEAST_SHARE = 0.05;

  private final Canvas canvas;

  LiveView(Canvas canvas) {
    this.canvas = canvas;
  }

  /** The lines, none wider than the terminal; always as many. */
  List<String> lines(Snapshot now) {
    Optional<LearningProgress> progress = now.progress();
    List<String> lines = new ArrayList<>();
    lines.add(canvas.bar(now.job(), now.share()));
    lines.add(
        canvas.line(
            "records",
            "%s of %s   %s/s   %s"
                .formatted(
                    count(now.answered()),
                    count(now.total()),
                    count(Math.round(now.recordsPerSecond())),
                    remaining(now))));
    lines.add(
        canvas.line(
            "accuracy",
            progress
                .map(
                    p ->
                        "%s   no change %s   newest %s%s"
                            .formatted(
                                percent(p.all().accuracy()),
                                percent(p.all().noChangeAccuracy()),
                                percent(p.window().accuracy()),
                                Double.isNaN(now.f1()) ? "" : "   F1 " + decimal(now.f1())))
                .orElse("–")));
    lines.add(
        canvas.line(
            "model",
            progress
                .map(
                    p ->
                        "version %s   loss %s   kappa %s"
                            .formatted(
                                count(p.modelVersion()),
                                decimal(p.loss()),
                                decimal(p.all().kappa())))
                .orElse("version 0")));
    lines.add(
        canvas.line(
            "latency",
            "p50 %s   p99 %s"
                .formatted(millis(now.latencyP50Millis()), millis(now.latencyP99Millis()))));
    lines.add(canvas.line("dashboard", now.places().dashboard().toString()));
    lines.add(canvas.line("watch", now.places().page().toString()));
    return lines;
  }

  /** One line without anything that only a terminal understands. */
  static String line(Snapshot now) {
    String figures =
        now.progress()
            .map(
                p ->
                    String.format(
                        Locale.ROOT,
                        "accuracy %s, no change %s, %sloss %s, model version %d",
                        percent(p.all().accuracy()),
                        percent(p.all().noChangeAccuracy()),
                        Double.isNaN(now.f1()) ? "" : "F1 " + decimal(now.f1()) + ", ",
                        decimal(p.loss()),
                        p.modelVersion()))
            .orElse("nothing learned yet");
    return "%s %s: %s of %s records (%d %%), %s/s, %s, p50 %s, p99 %s"
        .formatted(
            time(now.seconds()),
            now.job(),
            count(now.answered()),
            count(now.total()),
            (int) Math.floor(now.share() * 100),
            count(Math.round(now.recordsPerSecond())),
            figures,
            millis(now.latencyP50Millis()),
            millis(now.latencyP99Millis()));
  }

  private static String remaining(Snapshot now) {
    long left = now.total() - now.answered();
    if (left <= 0) {
      return time(now.seconds());
    }
    boolean guesswork = now.share() < LEAST_SHARE || now.recordsPerSecond() < 1;
    return guesswork
        ? time(now.seconds())
        : "%s, %s left".formatted(time(now.seconds()), time(left / now.recordsPerSecond()));
  }
}
