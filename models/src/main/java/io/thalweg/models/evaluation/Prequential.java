package io.thalweg.models.evaluation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Test, then train (Dawid, "Statistical theory: the prequential approach", 1984): every example
 * tests the model before the model learns from it. Over all examples and over a sliding window of
 * the newest. The window is exact: it is a ring of examples, not a fading average.
 */
public final class Prequential implements Evaluation {
  private static final int FORMAT = 2;
  private static final int MAXIMAL_CLASSES = 1 << 16;
  private static final int MAXIMAL_WINDOW = 1 << 24;
  private static final double LEAST_PROBABILITY = 1e-15;

  private final int classes;
  private final Counts allCounts;
  private final Counts windowCounts;
  private final int[] labels;
  private final int[] predictions;
  private final int[] previous;
  private final double[] losses;
  private double allLosses;

  /**
   * Figures of no example yet.
   *
   * @param classes number of classes, at least 1
   * @param window examples in the sliding window, at least 1
   */
  public Prequential(int classes, int window) {
    this(classes, window, new Counts(Math.max(1, classes)));
  }

  private Prequential(int classes, int window, Counts allCounts) {
    if (classes < 1 || classes > MAXIMAL_CLASSES || window < 1 || window > MAXIMAL_WINDOW) {
      throw new IllegalArgumentException(
          "%d classes and a window of %d found, 1 to %d and 1 to %d expected"
              .formatted(classes, window, MAXIMAL_CLASSES, MAXIMAL_WINDOW));
    }
    this.classes = classes;
    this.allCounts = allCounts;
    windowCounts = new Counts(classes);
    labels = new int[window];
    predictions = new int[window];
    previous = new int[window];
    losses = new double[window];
  }

  /**
   * Takes an example in.
   *
   * @param probabilities one per class; of equal ones the first counts as the prediction
   * @param previousLabel what no-change would have predicted; -1 where there was nothing before,
   *     which counts as wrong
   */
  public void add(int label, float[] probabilities, int previousLabel) {
    if (label < 0 || label >= classes || probabilities.length != classes) {
      throw new IllegalArgumentException(
          "label %d and %d probabilities found, 0 to %d and %d expected"
              .formatted(label, probabilities.length, classes - 1, classes));
    }
    int slot = slot(examples());
    if (windowCounts.examples() == labels.length) {
      windowCounts.add(labels[slot], predictions[slot], previous[slot], -1);
    }
    labels[slot] = label;
    predictions[slot] = mostProbable(probabilities);
    previous[slot] = previousLabel;
    losses[slot] = -StrictMath.log(Math.max(probabilities[label], LEAST_PROBABILITY));
    windowCounts.add(label, predictions[slot], previousLabel, 1);
    allCounts.add(label, predictions[slot], previousLabel, 1);
    allLosses += losses[slot];
  }

  private static int mostProbable(float[] probabilities) {
    int most = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[most]) {
        most = i;
      }
    }
    return most;
  }

  @Override
  public void add(double label, float[] probabilities, double previousLabel) {
    add((int) label, probabilities, Double.isNaN(previousLabel) ? -1 : (int) previousLabel);
  }

  @Override
  public long examples() {
    return allCounts.examples();
  }

  /** Over all examples. */
  public Figures all() {
    return allCounts.figures(allLosses);
  }

  /** Over the newest examples, as many as the window holds. */
  public Figures window() {
    double sum = 0;
    for (long example = oldest(); example < examples(); example++) {
      sum += losses[slot(example)];
    }
    return windowCounts.figures(sum);
  }

  /** Number of the oldest example in the window. */
  private long oldest() {
    return examples() - windowCounts.examples();
  }

  private int slot(long example) {
    return (int) (example % labels.length);
  }

  @Override
  public Prequential withWindow(int window) {
    if (window == labels.length) {
      return this;
    }
    Prequential resized = new Prequential(classes, window, allCounts);
    resized.allLosses = allLosses;
    long first = Math.max(oldest(), examples() - window);
    for (long example = first; example < examples(); example++) {
      int from = slot(example);
      int to = resized.slot(example);
      resized.labels[to] = labels[from];
      resized.predictions[to] = predictions[from];
      resized.previous[to] = previous[from];
      resized.losses[to] = losses[from];
      resized.windowCounts.add(labels[from], predictions[from], previous[from], 1);
    }
    return resized;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(FORMAT);
    out.writeInt(classes);
    out.writeInt(labels.length);
    out.writeDouble(allLosses);
    allCounts.write(out);
    windowCounts.write(out);
    for (long example = oldest(); example < examples(); example++) {
      int slot = slot(example);
      out.writeInt(labels[slot]);
      out.writeInt(predictions[slot]);
      out.writeInt(previous[slot]);
      out.writeDouble(losses[slot]);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes are something else
   */
  public static Prequential read(DataInput in) throws IOException {
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("prequential format " + format + " found, " + FORMAT + " expected");
    }
    Prequential read = sized(in.readInt(), in.readInt());
    read.allLosses = in.readDouble();
    read.allCounts.read(in);
    read.windowCounts.read(in);
    long kept = read.windowCounts.examples();
    if (kept < 0 || kept > Math.min(read.examples(), read.labels.length)) {
      throw new IOException("window of " + kept + " examples found after " + read.examples());
    }
    for (long example = read.oldest(); example < read.examples(); example++) {
      int slot = read.slot(example);
      read.labels[slot] = in.readInt();
      read.predictions[slot] = in.readInt();
      read.previous[slot] = in.readInt();
      read.losses[slot] = in.readDouble();
    }
    return read;
  }

  private static Prequential sized(int classes, int window) throws IOException {
    try {
      return new Prequential(classes, window);
    } catch (IllegalArgumentException outOfBounds) {
      throw new IOException(outOfBounds.getMessage(), outOfBounds);
    }
  }
}
