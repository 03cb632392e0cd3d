package io.thalweg.jobs.demo;

import java.util.ArrayDeque;

/** How fast something goes on, over the last three seconds. Not thread-safe. */
final class Rate {
  private static final long WINDOW_NANOS = 3_000_000_000L;

  private final ArrayDeque<long[]> recent = new ArrayDeque<>();

  /**
   * To be asked again and again.
   *
   * @param nowNanos of {@link System#nanoTime}
   * @param count how many there have been until now
   */
  double perSecond(long nowNanos, long count) {
    recent.addLast(new long[] {nowNanos, count});
    while (recent.size() > 2 && nowNanos - recent.peekFirst()[0] > WINDOW_NANOS) {
      recent.removeFirst();
    }
    long[] first = recent.peekFirst();
    long elapsed = nowNanos - first[0];
    return elapsed == 0 ? 0 : (count - first[1]) * 1e9 / elapsed;
  }
}
