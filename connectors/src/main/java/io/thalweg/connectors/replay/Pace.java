package io.thalweg.connectors.replay;

import java.util.concurrent.locks.LockSupport;

/**
 * When records are sent. A record that is overdue goes at once, so that a stall is caught up with.
 */
public sealed interface Pace {
  /** As fast as the broker takes them. */
  record Unthrottled() implements Pace {}

  /** So many records a second. */
  record Rate(double perSecond) implements Pace {
    public Rate {
      require(perSecond, "rate");
    }
  }

  /** At the distances of their event times, so many times as fast. */
  record Speed(double factor) implements Pace {
    public Speed {
      require(factor, "speed");
    }
  }

  private static void require(double value, String what) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          what + ": " + value + " found, a finite number above 0 expected");
    }
  }

  /**
   * Parks until a record is due; woken a little late, never early, as the system's timer has it
   * (commonly 0.1 ms). Returns at once if the thread is interrupted.
   *
   * @param start {@link System#nanoTime} of the first record
   * @param index of the record, from 0
   * @param elapsedMillis its event time less that of the first record
   */
  default void await(long start, long index, long elapsedMillis) {
    long due = start + dueNanos(index, elapsedMillis);
    for (long wait = due - System.nanoTime();
        wait > 0 && !Thread.currentThread().isInterrupted();
        wait = due - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
  }

  private long dueNanos(long index, long elapsedMillis) {
    if (this instanceof Rate rate) {
      return (long) (index * 1e9 / rate.perSecond());
    }
    if (this instanceof Speed speed) {
      return (long) (elapsedMillis * 1e6 / speed.factor());
    }
    return 0;
  }
}
