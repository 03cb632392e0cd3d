package io.thalweg.jobs.host;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Counts what a host sees. Thread-safe. */
final class HostTally {
  private static final int EPISODES = 100;
  private static final long LONGEST_MICROS = Duration.ofMinutes(10).toNanos() / 1000;

  private final long begun = System.nanoTime();
  private final Histogram roundTrips = new Histogram(LONGEST_MICROS, 3);
  private final double[] returns = new double[EPISODES];
  private long steps;
  private long episodes;
  private long policyVersion = -1;
  private long resent;
  private long ignored;

  synchronized void step(long roundTripNanos, long version) {
    steps++;
    roundTrips.recordValue(Math.min(LONGEST_MICROS, roundTripNanos / 1000));
    policyVersion = Math.max(policyVersion, version);
  }

  synchronized void episode(double sum) {
    returns[(int) (episodes++ % EPISODES)] = sum;
  }

  synchronized void resent() {
    resent++;
  }

  synchronized void ignored() {
    ignored++;
  }

  synchronized long steps() {
    return steps;
  }

  synchronized HostFigures figures() {
    return new HostFigures(
        steps,
        (System.nanoTime() - begun) / 1e9,
        episodes,
        meanReturn(),
        millis(50),
        millis(99),
        policyVersion,
        resent,
        ignored);
  }

  private double meanReturn() {
    int count = (int) Math.min(episodes, EPISODES);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += returns[i];
    }
    return sum / count;
  }

  private double millis(double percentile) {
    return steps == 0 ? Double.NaN : roundTrips.getValueAtPercentile(percentile) / 1000.0;
  }
}
