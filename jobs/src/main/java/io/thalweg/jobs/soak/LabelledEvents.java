package io.thalweg.jobs.soak;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Events of a few keys in order of time, each with its label: whether a sum is above zero, which a
 * network learns soon. The same seed gives the same events.
 */
final class LabelledEvents {
  static final int PARTITIONS = 2;

  private static final int KEYS = 50;
  private static final long FIRST_TIME = 1_000_000;
  private static final long MILLIS = 100;

  private final SplittableRandom random;
  private long count;

  LabelledEvents(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Events given so far, which is the number of the next. */
  long count() {
    return count;
  }

  /** Of the next event: one after the other, so that each partition is in order. */
  int partition() {
    return (int) (count % PARTITIONS);
  }

  /** The next event as a record's value. */
  byte[] next() {
    double x = random.nextDouble(-2, 2);
    double y = random.nextDouble(-2, 2);
    String event =
        String.format(
            Locale.ROOT,
            "{\"id\":%d,\"key\":\"k%d\",\"t\":%d,\"x\":%.4f,\"y\":%.4f,\"label\":\"%s\"}",
            count,
            random.nextInt(KEYS),
            FIRST_TIME + count * MILLIS,
            x,
            y,
            x + y > 0 ? "above" : "below");
    count++;
    return event.getBytes(StandardCharsets.UTF_8);
  }
}
