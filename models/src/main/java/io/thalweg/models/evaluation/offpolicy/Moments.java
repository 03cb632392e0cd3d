package io.thalweg.models.evaluation.offpolicy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Mean and variance of numbers that come one by one (Welford, 1962). */
final class Moments {
  private long count;
  private double mean;
  private double squares;

  void add(double number) {
    count++;
    double before = number - mean;
    mean += before / count;
    squares += before * (number - mean);
  }

  long count() {
    return count;
  }

  /** Of the mean, by the central limit theorem. */
  Estimate estimate() {
    return new Estimate(
        count == 0 ? Double.NaN : mean,
        count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1) / count));
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeDouble(mean);
    out.writeDouble(squares);
  }

  void read(DataInput in) throws IOException {
    count = in.readLong();
    mean = in.readDouble();
    squares = in.readDouble();
  }
}
