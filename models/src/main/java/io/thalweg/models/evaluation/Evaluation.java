package io.thalweg.models.evaluation;

import io.thalweg.models.features.Target;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Test, then train: figures over all examples and over a sliding window of the newest. */
public sealed interface Evaluation permits Prequential, PrequentialErrors {
  /**
   * Figures of no example yet.
   *
   * @param window examples in the sliding window, at least 1
   */
  static Evaluation of(Target target, int window) {
    return target instanceof Target.Classes classes
        ? new Prequential(classes.width(), window)
        : new PrequentialErrors(window);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes are something else
   */
  static Evaluation read(Target target, DataInput in) throws IOException {
    return target instanceof Target.Classes ? Prequential.read(in) : PrequentialErrors.read(in);
  }

  /**
   * Takes an example in.
   *
   * @param label a class by its index, or the number
   * @param answer the probability of each class, or the number
   * @param previousLabel what no-change would have predicted; NaN where there was nothing before
   */
  void add(double label, float[] answer, double previousLabel);

  /** Examples so far. */
  long examples();

  /**
   * The same figures with another window: a smaller one keeps the newest examples of this one's, a
   * larger one fills as examples come.
   *
   * @param window examples in the sliding window, at least 1
   */
  Evaluation withWindow(int window);

  /** Writes everything. */
  void write(DataOutput out) throws IOException;
}
