package io.thalweg.jobs.demo;

import java.util.ArrayDeque;

/**
 * The harmonic mean of precision and recall of one class (van Rijsbergen, 1979), over all examples
 * and over the newest.
 */
final class F1 {
  private static final int NEWEST = 2_000;

  private final int positive;
  private final Counts all = new Counts();
  private final Counts newest = new Counts();
  private final ArrayDeque<Outcome> window = new ArrayDeque<>();

  /** Over all examples and over the newest; NaN where there is no class, or none was right. */
  record Score(double all, double newest) {}

  private record Outcome(boolean label, boolean answer) {}

  private static final class Counts {
    private long hits;
    private long labels;
    private long answers;

    void add(Outcome outcome, int sign) {
      hits += outcome.label && outcome.answer ? sign : 0;
      labels += outcome.label ? sign : 0;
      answers += outcome.answer ? sign : 0;
    }

    double f1() {
      return 2.0 * hits / (labels + answers);
    }
  }

  F1(int positive) {
    this.positive = positive;
  }

  void add(int label, int answer) {
    if (positive < 0) {
      return;
    }
    Outcome outcome = new Outcome(label == positive, answer == positive);
    all.add(outcome, 1);
    newest.add(outcome, 1);
    window.addLast(outcome);
    if (window.size() > NEWEST) {
      newest.add(window.removeFirst(), -1);
    }
  }

  Score score() {
    return new Score(all.f1(), newest.f1());
  }
}
