package io.thalweg.jobs.sequence;

import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.models.features.Row;

/** Examples that share one forward pass; its arrays are used over and over. */
final class MicroBatch {
  private final Example[] examples;
  private final Row[][] windows;
  private final long[] arrivals;
  private final float[][] answers;
  private int size;

  /**
   * @param width numbers in an answer
   */
  MicroBatch(int capacity, int width) {
    examples = new Example[capacity];
    windows = new Row[capacity][];
    arrivals = new long[capacity];
    answers = new float[capacity][width];
  }

  void add(Example example) {
    examples[size] = example;
    windows[size] = example.window();
    arrivals[size] = System.nanoTime();
    size++;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size == examples.length;
  }

  Example example(int i) {
    return examples[i];
  }

  /** Of the first {@link #size} examples. */
  Row[][] windows() {
    return windows;
  }

  /** Where a forward pass writes its answers, one row per example. */
  float[][] answers() {
    return answers;
  }

  double millisSinceArrival(int i, long now) {
    return (now - arrivals[i]) / 1e6;
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      examples[i] = null;
      windows[i] = null;
    }
    size = 0;
  }
}
