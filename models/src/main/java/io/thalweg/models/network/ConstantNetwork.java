package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Head;
import io.thalweg.models.plan.Targets;
import io.thalweg.models.random.Generator;
import java.util.Arrays;

/** Answers what scores of 0 give (to every class the same probability), and learns nothing. */
final class ConstantNetwork implements Network {
  private final Head head;
  private final float output;

  ConstantNetwork(Head head) {
    this.head = head;
    output =
        switch (head.kind()) {
          case SOFTMAX_CROSS_ENTROPY -> 1f / head.outputs();
          case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR -> 0.5f;
          case IDENTITY_SQUARED_ERROR, IDENTITY_HUBER -> 0;
        };
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
  public void predict(Batch batch, float[][] outputs) {
    for (int i = 0; i < batch.count(); i++) {
      Arrays.fill(outputs[i], output);
    }
  }

  @Override
  public double gradient(
      Batch batch, Targets targets, float[] weights, Generator chance, float[] gradient) {
    double sum = 0;
    for (int i = 0; i < batch.count(); i++) {
      sum += weights[i] * head.loss(new double[head.outputs()], targets, i);
    }
    return sum / batch.count();
  }

  @Override
  public void close() {}
}
