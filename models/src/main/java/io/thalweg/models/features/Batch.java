package io.thalweg.models.features;

import java.util.Arrays;

/**
 * Encoded windows, filled again and again. A window's newest row stands at the last step; shorter
 * windows leave their first steps empty (all zero). So the last step is always the one to answer
 * from, and the steps that count are the last {@link #length} ones.
 */
public final class Batch {
  private final int steps;
  private final int inputs;
  private final float[] values;
  private final int[] lengths;
  private int count;

  /**
   * An empty batch.
   *
   * @param rows most windows at a time
   * @param steps steps per window
   * @param inputs inputs per step
   */
  public Batch(int rows, int steps, int inputs) {
    this.steps = steps;
    this.inputs = inputs;
    values = new float[Math.multiplyExact(Math.multiplyExact(rows, steps), inputs)];
    lengths = new int[rows];
  }

  public int rows() {
    return lengths.length;
  }

  public int steps() {
    return steps;
  }

  public int inputs() {
    return inputs;
  }

  /** Windows in it. */
  public int count() {
    return count;
  }

  /** Steps of a window that count, 1 to {@link #steps}. */
  public int length(int row) {
    return lengths[row];
  }

  /** All inputs, as [row, step, input]; not a copy. */
  public float[] values() {
    return values;
  }

  /** Where the inputs of a row's step begin in {@link #values}. */
  public int offset(int row, int step) {
    return (row * steps + step) * inputs;
  }

  /** Empties it. */
  public void clear() {
    count = 0;
  }

  /**
   * Takes a window on.
   *
   * @param window its numbers from {@code offset} on, [length, inputs]
   * @param length its steps, 1 to {@link #steps}
   */
  public void add(float[] window, int offset, int length) {
    int row = open(length);
    System.arraycopy(window, offset, values, offset(row, steps - length), length * inputs);
  }

  /** Makes room for a window of so many steps and returns its row. */
  int open(int length) {
    int row = count++;
    lengths[row] = length;
    Arrays.fill(values, offset(row, 0), offset(row + 1, 0), 0);
    return row;
  }
}
