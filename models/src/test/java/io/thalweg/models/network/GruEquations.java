package io.thalweg.models.network;

import io.thalweg.models.features.Row;

/** A GRU and its softmax as they stand in the books, one number at a time, in double. */
final class GruEquations {
  private final int units;
  private final int inputs;
  private final float[] parameters;

  GruEquations(int units, int inputs, float[] parameters) {
    this.units = units;
    this.inputs = inputs;
    this.parameters = parameters;
  }

  float[] probabilities(Row[] window, int classes) {
    double[] h = new double[units];
    for (Row row : window) {
      h = step(row.numeric(), h);
    }
    double[] exponentials = new double[classes];
    double sum = 0;
    int head = units * 3 * (inputs + units + 2);
    for (int k = 0; k < classes; k++) {
      double score = parameters[head + units * classes + k];
      for (int j = 0; j < units; j++) {
        score += parameters[head + k * units + j] * h[j];
      }
      exponentials[k] = Math.exp(score);
      sum += exponentials[k];
    }
    float[] probabilities = new float[classes];
    for (int k = 0; k < classes; k++) {
      probabilities[k] = (float) (exponentials[k] / sum);
    }
    return probabilities;
  }

  private double[] step(double[] x, double[] h) {
    double[] next = new double[units];
    for (int j = 0; j < units; j++) {
      double z = sigmoid(input(0, j, x) + recurrent(0, j, h));
      double r = sigmoid(input(1, j, x) + recurrent(1, j, h));
      double n = Math.tanh(input(2, j, x) + r * recurrent(2, j, h));
      next[j] = (1 - z) * n + z * h[j];
    }
    return next;
  }

  private double input(int gate, int unit, double[] x) {
    return sum(0, gate, unit, x) + parameters[biases() + gate * units + unit];
  }

  private double recurrent(int gate, int unit, double[] h) {
    int weights = inputs * 3 * units;
    return sum(weights, gate, unit, h) + parameters[biases() + (3 + gate) * units + unit];
  }

  private int biases() {
    return (inputs + units) * 3 * units;
  }

  private double sum(int weights, int gate, int unit, double[] values) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += parameters[weights + (i * 3 + gate) * units + unit] * values[i];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
