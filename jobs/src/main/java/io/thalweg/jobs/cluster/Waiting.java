package io.thalweg.jobs.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process does and does not announce. */
final class Waiting {
  private Waiting() {}

  /**
   * @throws ClusterException if it was not reached in time
   */
  static void until(String what, Duration patience, Duration poll, BooleanSupplier reached) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new ClusterException("waited %d s for %s".formatted(patience.toSeconds(), what));
      }
      LockSupport.parkNanos(poll.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new ClusterException("interrupted while waiting for " + what);
      }
    }
  }
}
