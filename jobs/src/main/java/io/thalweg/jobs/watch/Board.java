package io.thalweg.jobs.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest state of all jobs, as events for browsers: one writes, any number wait. Nothing is
 * queued for anyone; who is slow misses what is outdated by then. Thread-safe.
 */
final class Board {
  private final Map<String, Entry> jobs = new LinkedHashMap<>();
  private byte[] overview = new byte[0];
  private long edition;
  private boolean closed;

  private record Entry(byte[] event, long edition) {}

  /**
   * What somebody does not know yet.
   *
   * @param edition what is known with it
   * @param events the overview, then jobs
   */
  record News(long edition, List<byte[]> events) {}

  /**
   * Puts up a new edition, if anything is new.
   *
   * @param newOverview which jobs there are, and how the reading of them goes
   * @param names of all jobs: others are taken down
   * @param changed events of those jobs that have changed, by name
   */
  synchronized void publish(byte[] newOverview, List<String> names, Map<String, byte[]> changed) {
    if (changed.isEmpty() && Arrays.equals(overview, newOverview)) {
      return;
    }
    edition++;
    overview = newOverview;
    jobs.keySet().retainAll(names);
    changed.forEach((name, event) -> jobs.put(name, new Entry(event, edition)));
    notifyAll();
  }

  /**
   * Waits for something that is newer than an edition, no longer than the patience; then returns
   * the overview at least.
   *
   * @param known 0: nothing
   */
  synchronized News await(long known, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (edition <= known && !closed) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        break;
      }
      wait(millis);
    }
    List<byte[]> events = new ArrayList<>();
    events.add(overview);
    jobs.values().stream()
        .filter(entry -> entry.edition() > known)
        .map(Entry::event)
        .forEach(events::add);
    return new News(edition, events);
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Lets all go who wait. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
