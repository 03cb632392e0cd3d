package io.thalweg.jobs.demo;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * How long after its publication a version first acts: from the broker's time of its last record to
 * that of the first action by it, or by a newer one. Publications and actions come in any order
 * relative to each other. Thread-safe.
 */
final class PolicyAges {
  private static final long LONGEST_MILLIS = Duration.ofHours(1).toMillis();

  private final TreeMap<Long, Long> published = new TreeMap<>();
  private final TreeMap<Long, Long> acted = new TreeMap<>();
  private final Histogram ages = new Histogram(LONGEST_MILLIS, 3);

  synchronized void published(long version, long millis) {
    published.putIfAbsent(version, millis);
    settle();
  }

  synchronized void acted(long version, long millis) {
    if (version > 0 && (acted.isEmpty() || version > acted.lastKey())) {
      acted.put(version, millis);
      settle();
    }
  }

  private void settle() {
    while (!published.isEmpty()) {
      Map.Entry<Long, Long> eldest = published.firstEntry();
      Map.Entry<Long, Long> first = acted.ceilingEntry(eldest.getKey());
      if (first == null) {
        return;
      }
      ages.recordValue(Math.max(0, Math.min(LONGEST_MILLIS, first.getValue() - eldest.getValue())));
      published.pollFirstEntry();
      acted.headMap(eldest.getKey()).clear();
    }
  }

  /** NaN before the first. */
  synchronized double millis(double percentile) {
    return ages.getTotalCount() == 0 ? Double.NaN : ages.getValueAtPercentile(percentile);
  }
}
