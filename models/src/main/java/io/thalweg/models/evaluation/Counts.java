package io.thalweg.models.evaluation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What accuracy and the kappas are made of: integers, so that adding and removing are exact. */
final class Counts {
  private final long[] labels;
  private final long[] predictions;
  private long examples;
  private long right;
  private long unchanged;

  Counts(int classes) {
    labels = new long[classes];
    predictions = new long[classes];
  }

  /** Adds an example, or takes one away (sign −1). */
  void add(int label, int predicted, int previous, int sign) {
    examples += sign;
    labels[label] += sign;
    predictions[predicted] += sign;
    right += label == predicted ? sign : 0;
    unchanged += label == previous ? sign : 0;
  }

  long examples() {
    return examples;
  }

  Figures figures(double logLosses) {
    double accuracy = (double) right / examples;
    double noChange = (double) unchanged / examples;
    double chance = 0;
    for (int i = 0; i < labels.length; i++) {
      chance += (double) labels[i] / examples * ((double) predictions[i] / examples);
    }
    return new Figures(
        accuracy,
        noChange,
        above(accuracy, chance),
        above(accuracy, noChange),
        logLosses / examples);
  }

  private static double above(double accuracy, double baseline) {
    return baseline >= 1 ? 0 : (accuracy - baseline) / (1 - baseline);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(examples);
    out.writeLong(right);
    out.writeLong(unchanged);
    for (int i = 0; i < labels.length; i++) {
      out.writeLong(labels[i]);
      out.writeLong(predictions[i]);
    }
  }

  void read(DataInput in) throws IOException {
    examples = in.readLong();
    right = in.readLong();
    unchanged = in.readLong();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = in.readLong();
      predictions[i] = in.readLong();
    }
  }
}
