package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import java.util.List;
import java.util.Random;

/** Batches of random windows of random lengths. */
final class Windows {
  static final int INPUTS = 3;

  private Windows() {}

  static Row[][] random(long seed, int count, int steps) {
    Random random = new Random(seed);
    Row[][] windows = new Row[count][];
    for (int i = 0; i < count; i++) {
      windows[i] = new Row[1 + random.nextInt(steps)];
      for (int j = 0; j < windows[i].length; j++) {
        double[] numbers = random.doubles(INPUTS, -2, 2).toArray();
        windows[i][j] = new Row(numbers, new String[0], -1);
      }
    }
    return windows;
  }

  static Batch batch(Row[][] windows, int rows, int steps) {
    Encoder encoder = new Encoder(new Features(List.of("a", "b", "c"), List.of(), false, false), 3);
    Batch batch = new Batch(rows, steps, INPUTS);
    for (Row[] window : windows) {
      encoder.encode(window, batch);
    }
    return batch;
  }
}
