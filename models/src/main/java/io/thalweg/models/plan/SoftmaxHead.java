package io.thalweg.models.plan;

import java.util.Arrays;

/**
 * Softmax of a weighted sum with its cross-entropy, in plain Java: each row by itself, in double.
 * Parameters: W [classes, features], b [classes].
 */
final class SoftmaxHead {
  private final int classes;
  private final int features;
  private final float[] weights;
  private final float[] bias;
  private final float[] weightGradient;
  private final float[] biasGradient;
  private final double[] exponentials;
  private final float[] row;
  private final float[] rowGradient;

  SoftmaxHead(int classes, int features) {
    this.classes = classes;
    this.features = features;
    weights = new float[classes * features];
    bias = new float[classes];
    weightGradient = new float[weights.length];
    biasGradient = new float[classes];
    exponentials = new double[classes];
    row = new float[features];
    rowGradient = new float[features];
  }

  void load(float[] parameters, int offset) {
    System.arraycopy(parameters, offset, weights, 0, weights.length);
    System.arraycopy(parameters, offset + weights.length, bias, 0, classes);
  }

  void predict(Signal in, int count, float[][] probabilities) {
    for (int i = 0; i < count; i++) {
      in.values().get(i * features, row, 0, features);
      scores();
      double sum = exponentials();
      for (int j = 0; j < classes; j++) {
        probabilities[i][j] = (float) (exponentials[j] / sum);
      }
    }
  }

  private void scores() {
    for (int j = 0; j < classes; j++) {
      exponentials[j] = bias[j] + dot(j * features);
    }
  }

  /** Four sums side by side, in an order that no compiler may change. */
  private double dot(int offset) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < features; i += 4) {
      a += (double) weights[offset + i] * row[i];
      b += (double) weights[offset + i + 1] * row[i + 1];
      c += (double) weights[offset + i + 2] * row[i + 2];
      d += (double) weights[offset + i + 3] * row[i + 3];
    }
    for (; i < features; i++) {
      a += (double) weights[offset + i] * row[i];
    }
    return (a + b) + (c + d);
  }

  /** From scores to exponentials of what they are above their maximum, and their sum. */
  private double exponentials() {
    double maximum = max(exponentials);
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      exponentials[j] = StrictMath.exp(exponentials[j] - maximum);
      sum += exponentials[j];
    }
    return sum;
  }

  /**
   * Fills the gradient by the features, and keeps the one by its parameters.
   *
   * @param weights how much each row counts
   * @return mean of weight × cross-entropy of all rows, in nats
   */
  double learn(Signal in, int[] labels, float[] weights) {
    Arrays.fill(weightGradient, 0);
    Arrays.fill(biasGradient, 0);
    float share = 1f / in.rows();
    double loss = 0;
    for (int i = 0; i < in.rows(); i++) {
      in.values().get(i * features, row, 0, features);
      loss += weights[i] * learn(labels[i], weights[i] * share);
      in.gradient().put(i * features, rowGradient, 0, features);
    }
    return loss / in.rows();
  }

  private double learn(int label, float share) {
    scores();
    double maximum = max(exponentials);
    double score = exponentials[label] - maximum;
    double sum = exponentials();
    Arrays.fill(rowGradient, 0);
    for (int j = 0; j < classes; j++) {
      float error = (float) (exponentials[j] / sum - (j == label ? 1 : 0)) * share;
      biasGradient[j] += error;
      add(error, j * features);
    }
    return StrictMath.log(sum) - score;
  }

  private static double max(double[] numbers) {
    double maximum = Double.NEGATIVE_INFINITY;
    for (double number : numbers) {
      maximum = Math.max(maximum, number);
    }
    return maximum;
  }

  private void add(float error, int offset) {
    for (int i = 0; i < features; i++) {
      weightGradient[offset + i] += error * row[i];
      rowGradient[i] += error * weights[offset + i];
    }
  }

  void storeGradient(float[] gradient, int offset) {
    System.arraycopy(weightGradient, 0, gradient, offset, weightGradient.length);
    System.arraycopy(biasGradient, 0, gradient, offset + weightGradient.length, classes);
  }
}
