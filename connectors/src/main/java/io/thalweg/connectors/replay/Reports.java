package io.thalweg.connectors.replay;

import java.util.function.Consumer;

/** Tells a listener how far a replay is, not too often. */
final class Reports {
  private static final long INTERVAL_NANOS = 100_000_000;
  private static final int CLOCK_EVERY = 64;

  private final Consumer<Progress> listener;
  private final TableFile table;
  private final long limit;
  private long last = System.nanoTime();

  Reports(Consumer<Progress> listener, TableFile table, long limit) {
    this.listener = listener;
    this.table = table;
    this.limit = limit;
  }

  void after(long records) {
    if (records % CLOCK_EVERY != 0) {
      return;
    }
    long now = System.nanoTime();
    if (now - last >= INTERVAL_NANOS) {
      last = now;
      double fraction = Math.max(table.fraction(), (double) records / limit);
      listener.accept(new Progress(records, Math.min(1, fraction)));
    }
  }

  void end(long records) {
    listener.accept(new Progress(records, 1));
  }
}
