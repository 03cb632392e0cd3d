package io.thalweg.benchmarks;

import java.util.Collection;

/** The middle of several measurements. */
public final class Median {
  private Median() {}

  /** Of at least one value; between the two in the middle where their number is even. */
  public static double of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
