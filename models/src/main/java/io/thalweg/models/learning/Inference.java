package io.thalweg.models.learning;

import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import io.thalweg.models.network.Network;
import io.thalweg.models.plan.Head;

/** Predicts any number of windows, as many at a time as a batch has rows. */
final class Inference {
  private final Network network;
  private final Batch batch;
  private final boolean softmax;
  private final boolean number;
  private final float[][] outputs;

  Inference(ModelSpec spec, Network network, Batch batch) {
    this.network = network;
    this.batch = batch;
    softmax = spec.head().kind() == Head.Kind.SOFTMAX_CROSS_ENTROPY;
    number = spec.target() instanceof Target.Quantity;
    outputs = softmax ? new float[batch.rows()][] : new float[batch.rows()][1];
  }

  void predict(Encoder encoder, Row[][] windows, int count, float[][] answers) {
    for (int from = 0; from < count; from += outputs.length) {
      int together = Math.min(outputs.length, count - from);
      batch.clear();
      for (int i = 0; i < together; i++) {
        encoder.encode(windows[from + i], batch);
        if (softmax) {
          outputs[i] = answers[from + i];
        }
      }
      network.predict(batch, outputs);
      for (int i = 0; i < together && !softmax; i++) {
        answer(outputs[i][0], encoder, answers[from + i]);
      }
    }
  }

  private void answer(float output, Encoder encoder, float[] answer) {
    if (number) {
      answer[0] = (float) encoder.value(output);
    } else {
      answer[0] = 1 - output;
      answer[1] = output;
    }
  }
}
