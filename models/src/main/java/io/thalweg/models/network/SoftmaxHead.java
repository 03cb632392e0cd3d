package io.thalweg.models.network;

import java.util.Arrays;

/** The output layer: softmax of a weighted sum, with its cross-entropy. Sums run in double. */
final class SoftmaxHead {
  private final ParameterLayout layout;
  private final float[][] weights;
  private final float[] bias;
  private final float[][] weightGradient;
  private final float[] biasGradient;
  private final double[] scores;

  SoftmaxHead(ParameterLayout layout) {
    this.layout = layout;
    int classes = layout.outputWeights().columns();
    int hidden = layout.outputWeights().rows();
    weights = new float[classes][hidden];
    bias = new float[classes];
    weightGradient = new float[classes][hidden];
    biasGradient = new float[classes];
    scores = new double[classes];
  }

  void load(float[] parameters) {
    Matrix.loadTransposed(layout.outputWeights(), parameters, weights);
    System.arraycopy(parameters, layout.outputBias().offset(), bias, 0, bias.length);
  }

  void predict(float[] h, float[] probabilities) {
    double sum = exponentials(h);
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = (float) (StrictMath.exp(scores[i]) / sum);
    }
  }

  /** Scores less their maximum; returns the sum of their exponentials. */
  private double exponentials(float[] h) {
    double maximum = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < scores.length; i++) {
      double score = bias[i];
      for (int j = 0; j < h.length; j++) {
        score += (double) weights[i][j] * h[j];
      }
      scores[i] = score;
      maximum = Math.max(maximum, score);
    }
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      scores[i] -= maximum;
      sum += StrictMath.exp(scores[i]);
    }
    return sum;
  }

  void clearGradient() {
    Arrays.fill(biasGradient, 0);
    for (float[] row : weightGradient) {
      Arrays.fill(row, 0);
    }
  }

  /**
   * Cross-entropy of one example, and its gradient times a share.
   *
   * @param byInput filled with the gradient by h
   */
  double learn(float[] h, int label, float share, float[] byInput) {
    double sum = exponentials(h);
    double loss = StrictMath.log(sum) - scores[label];
    Arrays.fill(byInput, 0);
    for (int i = 0; i < scores.length; i++) {
      double probability = StrictMath.exp(scores[i]) / sum;
      float error = (float) (probability - (i == label ? 1 : 0)) * share;
      biasGradient[i] += error;
      for (int j = 0; j < h.length; j++) {
        weightGradient[i][j] += error * h[j];
        byInput[j] += error * weights[i][j];
      }
    }
    return loss;
  }

  void storeGradient(float[] gradient) {
    int hidden = layout.outputWeights().rows();
    for (int i = 0; i < weightGradient.length; i++) {
      int column = layout.outputWeights().offset() + i * hidden;
      System.arraycopy(weightGradient[i], 0, gradient, column, hidden);
    }
    System.arraycopy(biasGradient, 0, gradient, layout.outputBias().offset(), biasGradient.length);
  }
}
