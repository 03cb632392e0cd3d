package io.thalweg.jobs.demo;

import static io.thalweg.jobs.demo.Texts.count;
import static io.thalweg.jobs.demo.Texts.decimal;
import static io.thalweg.jobs.demo.Texts.millis;
import static io.thalweg.jobs.demo.Texts.percent;
import static io.thalweg.jobs.demo.Texts.time;

import io.thalweg.connectors.predictions.LearningProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run as a few lines that are written over again and again. */
final class LiveView {
  private static final int LABEL = 12;
  private static final int WIDEST_BAR = 40;

  /** Of the records, before which nobody can tell how long the others will take. */
  private static final double LEAST_SHARE = 0.05;

  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final int columns;
  private final boolean colours;

  LiveView(int columns, boolean colours) {
    this.columns = columns;
    this.colours = colours;
  }

  /** The lines, none wider than the terminal; always as many. */
  List<String> lines(Snapshot now) {
    Optional<LearningProgress> progress = now.progress();
    List<String> lines = new ArrayList<>();
    lines.add(bar(now));
    lines.add(
        line(
            "records",
            "%s of %s   %s/s   %s"
                .formatted(
                    count(now.answered()),
                    count(now.total()),
                    count(Math.round(now.recordsPerSecond())),
                    remaining(now))));
    lines.add(
        line(
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
        line(
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
        line(
            "latency",
            "p50 %s   p99 %s"
                .formatted(millis(now.latencyP50Millis()), millis(now.latencyP99Millis()))));
    lines.add(line("dashboard", now.dashboard()));
    return lines;
  }

  private String bar(Snapshot now) {
    int width = Math.max(5, Math.min(WIDEST_BAR, columns - LABEL - 8));
    int full = (int) Math.round(now.share() * width);
    String left = "█".repeat(full);
    String right = "░".repeat(width - full);
    String percent = " %3d %%".formatted((int) Math.floor(now.share() * 100));
    return paint(BOLD, padded(now.job())) + paint(GREEN, left) + paint(DIM, right) + percent;
  }

  private String line(String label, String text) {
    int room = Math.max(1, columns - LABEL);
    return paint(DIM, padded(label))
        + (text.length() <= room ? text : text.substring(0, room - 1) + "…");
  }

  private static String padded(String label) {
    return label.length() < LABEL
        ? label + " ".repeat(LABEL - label.length())
        : label.substring(0, LABEL - 2) + "… ";
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

  private String paint(String colour, String text) {
    return colours ? colour + text + PLAIN : text;
  }
}
