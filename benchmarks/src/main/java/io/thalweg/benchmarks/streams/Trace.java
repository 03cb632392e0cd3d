package io.thalweg.benchmarks.streams;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/** When each event was sent and appended, and when its answer was appended and read. */
final class Trace {
  private static final long LONGEST_MICROS = 3_600_000_000L;

  private final AtomicLongArray sentNanos;
  private final AtomicLongArray appendedMillis;
  private final AtomicLongArray answerAppendedMillis;
  private final AtomicLongArray readMillis;
  private final AtomicLongArray readNanos;
  private final AtomicInteger read = new AtomicInteger();

  Trace(int events) {
    sentNanos = new AtomicLongArray(events);
    appendedMillis = new AtomicLongArray(events);
    answerAppendedMillis = new AtomicLongArray(events);
    readMillis = new AtomicLongArray(events);
    readNanos = new AtomicLongArray(events);
  }

  void sent(int event, long nanos) {
    sentNanos.set(event, nanos);
  }

  /** By the broker's clock, as it told the sender. */
  void appended(int event, long millis) {
    appendedMillis.set(event, millis);
  }

  /** The first answer counts: at least once may bring a second one. */
  void answered(int event, long appended, long millis, long nanos) {
    if (readMillis.get(event) == 0) {
      answerAppendedMillis.set(event, appended);
      readMillis.set(event, millis);
      readNanos.set(event, nanos);
      read.incrementAndGet();
    }
  }

  /** Events whose answer has been read. */
  int read() {
    return read.get();
  }

  /**
   * Latencies of the events from {@code first} on.
   *
   * @param appendToRead from the append of the event to the moment when a reader had its answer
   * @param appendToAppend from the append of the event to that of its answer
   * @param sendToRead from the call of the sender to the moment when a reader had the answer
   */
  record Latencies(Histogram appendToRead, Histogram appendToAppend, Histogram sendToRead) {}

  Latencies from(int first) {
    var latencies =
        new Latencies(
            new Histogram(LONGEST_MICROS, 3),
            new Histogram(LONGEST_MICROS, 3),
            new Histogram(LONGEST_MICROS, 3));
    for (int i = first; i < sentNanos.length(); i++) {
      long appended = appendedMillis.get(i);
      record(latencies.appendToRead, (readMillis.get(i) - appended) * 1000);
      record(latencies.appendToAppend, (answerAppendedMillis.get(i) - appended) * 1000);
      record(latencies.sendToRead, (readNanos.get(i) - sentNanos.get(i)) / 1000);
    }
    return latencies;
  }

  private static void record(Histogram histogram, long micros) {
    histogram.recordValue(Math.max(0, Math.min(LONGEST_MICROS, micros)));
  }
}
