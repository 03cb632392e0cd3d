package io.thalweg.benchmarks.networks;

import io.thalweg.benchmarks.Machine;
import io.thalweg.benchmarks.Median;
import io.thalweg.benchmarks.peers.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Times of both sides in turn, in microseconds; those of one index are neighbours.
 *
 * @param ours empty where Thalweg cannot do the work yet
 * @param load average of the machine at the end
 */
record Comparison(List<Double> ours, List<Double> theirs, double load) {
  /** Asks ours, theirs, ours, theirs. */
  static Comparison of(Work work, Side thalweg, Side pytorch, int pairs) {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      thalweg.measure(work).ifPresent(ours::add);
      pytorch.measure(work).ifPresent(theirs::add);
    }
    return new Comparison(ours, theirs, Machine.loadAverage());
  }

  /** Median of our time over theirs, pair by pair. */
  OptionalDouble ratio() {
    if (ours.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / theirs.get(i));
    }
    return OptionalDouble.of(Median.of(ratios));
  }

  OptionalDouble ourMedian() {
    return ours.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Median.of(ours));
  }

  double theirMedian() {
    return Median.of(theirs);
  }
}
