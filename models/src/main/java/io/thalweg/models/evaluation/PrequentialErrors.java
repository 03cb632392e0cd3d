package io.thalweg.models.evaluation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Test, then train, of numbers: errors over all examples and over a sliding window of the newest,
 * which is exact.
 */
public final class PrequentialErrors implements Evaluation {
  private static final int FORMAT = 1;
  private static final int MAXIMAL_WINDOW = 1 << 24;

  private final double[] errors;

  /** Of no change; NaN where there was nothing before. */
  private final double[] unchanged;

  private final Sums all = new Sums();

  /** Number of the first example that is held, where an earlier window was smaller. */
  private long first;

  /**
   * Figures of no example yet.
   *
   * @param window examples in the sliding window, at least 1
   */
  public PrequentialErrors(int window) {
    if (window < 1 || window > MAXIMAL_WINDOW) {
      throw new IllegalArgumentException(
          "window of %d found, 1 to %d expected".formatted(window, MAXIMAL_WINDOW));
    }
    errors = new double[window];
    unchanged = new double[window];
  }

  private static final class Sums {
    long examples;
    long compared;
    double absolute;
    double squared;
    double comparedAbsolute;
    double noChange;

    void add(double error, double unchangedError) {
      examples++;
      absolute += error;
      squared += error * error;
      if (!Double.isNaN(unchangedError)) {
        compared++;
        comparedAbsolute += error;
        noChange += unchangedError;
      }
    }

    Errors errors() {
      return new Errors(
          absolute / examples,
          Math.sqrt(squared / examples),
          noChange / compared,
          noChange == 0 ? 0 : 1 - comparedAbsolute / noChange);
    }
  }

  @Override
  public void add(double label, float[] answer, double previousLabel) {
    if (!Double.isFinite(label) || answer.length != 1) {
      throw new IllegalArgumentException(
          "label %s and %d numbers found, a finite one and 1 expected"
              .formatted(label, answer.length));
    }
    int slot = slot(all.examples);
    errors[slot] = bounded(Math.abs(answer[0] - label));
    unchanged[slot] = Math.abs(previousLabel - label);
    all.add(errors[slot], unchanged[slot]);
  }

  /** An answer that is not finite must not stay in the sums for ever. */
  private static double bounded(double error) {
    return error <= Float.MAX_VALUE ? error : Float.MAX_VALUE;
  }

  @Override
  public long examples() {
    return all.examples;
  }

  /** Over all examples. */
  public Errors all() {
    return all.errors();
  }

  /** Over the newest examples, as many as the window holds. */
  public Errors window() {
    Sums newest = new Sums();
    for (long example = oldest(); example < examples(); example++) {
      newest.add(errors[slot(example)], unchanged[slot(example)]);
    }
    return newest.errors();
  }

  private long oldest() {
    return Math.max(first, examples() - errors.length);
  }

  private int slot(long example) {
    return (int) (example % errors.length);
  }

  @Override
  public PrequentialErrors withWindow(int window) {
    if (window == errors.length) {
      return this;
    }
    PrequentialErrors resized = new PrequentialErrors(window);
    resized.copyFrom(all);
    resized.first = oldest();
    for (long example = resized.oldest(); example < examples(); example++) {
      resized.errors[resized.slot(example)] = errors[slot(example)];
      resized.unchanged[resized.slot(example)] = unchanged[slot(example)];
    }
    return resized;
  }

  private void copyFrom(Sums other) {
    all.examples = other.examples;
    all.compared = other.compared;
    all.absolute = other.absolute;
    all.squared = other.squared;
    all.comparedAbsolute = other.comparedAbsolute;
    all.noChange = other.noChange;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(FORMAT);
    out.writeInt(errors.length);
    out.writeLong(oldest());
    out.writeLong(all.examples);
    out.writeLong(all.compared);
    out.writeDouble(all.absolute);
    out.writeDouble(all.squared);
    out.writeDouble(all.comparedAbsolute);
    out.writeDouble(all.noChange);
    for (long example = oldest(); example < examples(); example++) {
      out.writeDouble(errors[slot(example)]);
      out.writeDouble(unchanged[slot(example)]);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes are something else
   */
  public static PrequentialErrors read(DataInput in) throws IOException {
    int format = in.readInt();
    int window = in.readInt();
    if (format != FORMAT || window < 1 || window > MAXIMAL_WINDOW) {
      throw new IOException(
          "errors of format %d and a window of %d found, %d and 1 to %d expected"
              .formatted(format, window, FORMAT, MAXIMAL_WINDOW));
    }
    PrequentialErrors read = new PrequentialErrors(window);
    read.first = in.readLong();
    read.all.examples = in.readLong();
    read.all.compared = in.readLong();
    read.all.absolute = in.readDouble();
    read.all.squared = in.readDouble();
    read.all.comparedAbsolute = in.readDouble();
    read.all.noChange = in.readDouble();
    if (read.first < 0 || read.first > read.examples()) {
      throw new IOException(
          "first example %d found after %d".formatted(read.first, read.examples()));
    }
    for (long example = read.oldest(); example < read.examples(); example++) {
      read.errors[read.slot(example)] = in.readDouble();
      read.unchanged[read.slot(example)] = in.readDouble();
    }
    return read;
  }
}
