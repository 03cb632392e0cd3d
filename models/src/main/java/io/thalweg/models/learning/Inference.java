package io.thalweg.models.learning;

import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Row;
import io.thalweg.models.network.Network;

/** Predicts any number of windows, as many at a time as a batch has rows. */
final class Inference {
  private final Network network;
  private final Batch batch;
  private final float[][] rows;

  Inference(Network network, Batch batch) {
    this.network = network;
    this.batch = batch;
    rows = new float[batch.rows()][];
  }

  void predict(Encoder encoder, Row[][] windows, int count, float[][] probabilities) {
    for (int from = 0; from < count; from += rows.length) {
      int together = Math.min(rows.length, count - from);
      batch.clear();
      for (int i = 0; i < together; i++) {
        encoder.encode(windows[from + i], batch);
        rows[i] = probabilities[from + i];
      }
      network.predict(batch, rows);
    }
  }
}
