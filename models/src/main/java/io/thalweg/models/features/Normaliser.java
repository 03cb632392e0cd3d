package io.thalweg.models.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Running mean and variance of numeric features by Welford's method ("Note on a method for
 * calculating corrected sums of squares and products", 1962), in double.
 */
final class Normaliser {
  /** Standardised values are clipped to this many standard deviations. */
  static final double CLIP = 10;

  private static final long FEW = 30;

  private final double[] mean;
  private final double[] squares;
  private long count;
  private final double[] markedMean;
  private final double[] markedSquares;
  private long markedCount;

  /** Standard deviations, worked out once for all the windows of a version. */
  private final double[] deviations;

  private boolean deviationsKnown;

  Normaliser(int features) {
    mean = new double[features];
    squares = new double[features];
    markedMean = new double[features];
    markedSquares = new double[features];
    deviations = new double[features];
  }

  void learn(double[] values) {
    deviationsKnown = false;
    count++;
    for (int i = 0; i < mean.length; i++) {
      double before = values[i] - mean[i];
      mean[i] += before / count;
      squares[i] += before * (values[i] - mean[i]);
    }
  }

  /**
   * (value − mean) / standard deviation; 0 before 2 examples and for a feature that never moves.
   */
  float standardised(int feature, double value) {
    if (!deviationsKnown) {
      workOutDeviations();
    }
    if (!(deviations[feature] > 0)) {
      return 0;
    }
    double standard = (value - mean[feature]) / deviations[feature];
    return (float) Math.max(-CLIP, Math.min(CLIP, standard));
  }

  /**
   * The value, or what is nearest to it within the clip: one absurd number would else make the
   * variance so large that all others were the same from then on. Before a few examples nothing is
   * known to be absurd.
   */
  double within(int feature, double value) {
    if (count < FEW) {
      return value;
    }
    if (!deviationsKnown) {
      workOutDeviations();
    }
    double room = CLIP * deviations[feature];
    return room > 0 ? Math.max(mean[feature] - room, Math.min(mean[feature] + room, value)) : value;
  }

  /** The way back: mean + standard deviation × standardised value. */
  double value(int feature, double standardised) {
    if (!deviationsKnown) {
      workOutDeviations();
    }
    return mean[feature] + deviations[feature] * standardised;
  }

  private void workOutDeviations() {
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] = Math.sqrt(variance(i));
    }
    deviationsKnown = true;
  }

  boolean finite() {
    for (int i = 0; i < mean.length; i++) {
      if (!Double.isFinite(mean[i]) || !Double.isFinite(squares[i])) {
        return false;
      }
    }
    return true;
  }

  void mark() {
    markedCount = count;
    System.arraycopy(mean, 0, markedMean, 0, mean.length);
    System.arraycopy(squares, 0, markedSquares, 0, squares.length);
  }

  void rollBack() {
    deviationsKnown = false;
    count = markedCount;
    System.arraycopy(markedMean, 0, mean, 0, mean.length);
    System.arraycopy(markedSquares, 0, squares, 0, squares.length);
  }

  double mean(int feature) {
    return mean[feature];
  }

  double variance(int feature) {
    return count < 2 ? 0 : squares[feature] / count;
  }

  long count() {
    return count;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(count);
    for (int i = 0; i < mean.length; i++) {
      out.writeDouble(mean[i]);
      out.writeDouble(squares[i]);
    }
  }

  void read(DataInput in) throws IOException {
    deviationsKnown = false;
    count = in.readLong();
    for (int i = 0; i < mean.length; i++) {
      mean[i] = in.readDouble();
      squares[i] = in.readDouble();
    }
  }
}
