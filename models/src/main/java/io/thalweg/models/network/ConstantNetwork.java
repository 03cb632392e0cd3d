package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.random.Generator;
import java.util.Arrays;

/** Gives every class the same probability and learns nothing. */
final class ConstantNetwork implements Network {
  private final int classes;
  private final double crossEntropy;

  ConstantNetwork(int classes) {
    this.classes = classes;
    crossEntropy = StrictMath.log(classes);
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public int steps() {
    return 0;
  }

  @Override
  public void load(float[] parameters) {}

  @Override
  public void predict(Batch batch, float[][] probabilities) {
    for (int i = 0; i < batch.count(); i++) {
      Arrays.fill(probabilities[i], 1f / classes);
    }
  }

  @Override
  public double gradient(
      Batch batch, int[] labels, float[] weights, Generator chance, float[] gradient) {
    return crossEntropy;
  }

  @Override
  public void close() {}
}
