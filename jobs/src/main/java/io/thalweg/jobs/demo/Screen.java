package io.thalweg.jobs.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Where a run is shown.
 *
 * @param <S> the state of it
 */
interface Screen<S> {
  /** Shows the state of the run, in place of the one before if that can be. */
  void show(S now);

  /** How often it should be shown. */
  long intervalMillis();

  /** A terminal: the lines are written over. */
  static <S> Screen<S> live(PrintWriter out, Function<S, List<String>> view) {
    return new Screen<>() {
      private int shown;

      @Override
      public void show(S now) {
        List<String> lines = view.apply(now);
        StringBuilder text = new StringBuilder();
        if (shown > 0) {
          text.append("\u001b[").append(shown).append('A');
        }
        lines.forEach(line -> text.append('\r').append(line).append("\u001b[K\n"));
        shown = lines.size();
        out.print(text);
        out.flush();
      }

      @Override
      public long intervalMillis() {
        return 250;
      }
    };
  }

  /** Anything else: a line now and then. */
  static <S> Screen<S> plain(PrintWriter out, Function<S, String> view) {
    return new Screen<>() {
      @Override
      public void show(S now) {
        out.println(view.apply(now));
        out.flush();
      }

      @Override
      public long intervalMillis() {
        return 5_000;
      }
    };
  }

  /** One line without anything that only a terminal understands, for people and for grep. */
  static String plainLine(Snapshot now) {
    String figures =
        now.progress()
            .map(
                p ->
                    String.format(
                        Locale.ROOT,
                        "accuracy %s, no change %s, %sloss %s, model version %d",
                        Texts.percent(p.all().accuracy()),
                        Texts.percent(p.all().noChangeAccuracy()),
                        Double.isNaN(now.f1()) ? "" : "F1 " + Texts.decimal(now.f1()) + ", ",
                        Texts.decimal(p.loss()),
                        p.modelVersion()))
            .orElse("nothing learned yet");
    return "%s %s: %s of %s records (%d %%), %s/s, %s, p50 %s, p99 %s"
        .formatted(
            Texts.time(now.seconds()),
            now.job(),
            Texts.count(now.answered()),
            Texts.count(now.total()),
            (int) Math.floor(now.share() * 100),
            Texts.count(Math.round(now.recordsPerSecond())),
            figures,
            Texts.millis(now.latencyP50Millis()),
            Texts.millis(now.latencyP99Millis()));
  }
}
