package io.thalweg.jobs.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;

/**
 * Where a run is shown.
 *
 * @param <S> the state of it
 */
interface Screen<S> {
  /** Shows the state of the run, in place of the one before if that can be. */
  void show(S now);

  /** Says where the run can be looked at, if that is not part of its state here. */
  void begin(Places places);

  /** How often it should be shown. */
  long intervalMillis();

  /** A terminal: the lines are written over. */
  static <S> Screen<S> live(PrintWriter out, Function<S, List<String>> view) {
    return new Screen<>() {
      private int shown;

      @Override
      public void begin(Places places) {
        // The view has it.
      }

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
      public void begin(Places places) {
        out.println("watch  " + places.page());
        out.flush();
      }

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
}
