package io.thalweg.benchmarks.peers;

import java.util.Arrays;

/** Times single steps. */
final class Stopwatch {
  private static final int LEAST_STEPS = 5;

  private final long[] nanos = new long[1 << 18];

  /** The median of the steps that fit into so many seconds, at least five; in microseconds. */
  double median(Step step, double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    int count = 0;
    long before = System.nanoTime();
    while (count < nanos.length && (count < LEAST_STEPS || before < end)) {
      step.run();
      long after = System.nanoTime();
      nanos[count++] = after - before;
      before = after;
    }
    Arrays.sort(nanos, 0, count);
    return nanos[count / 2] / 1e3;
  }
}
