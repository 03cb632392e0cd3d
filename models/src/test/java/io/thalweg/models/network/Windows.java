package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Batches of random windows of random lengths. */
final class Windows {
  static final int INPUTS = 3;

  private Windows() {}

  static Row[][] random(long seed, int count, int steps) {
    return random(seed, count, steps, INPUTS);
  }

  static Row[][] random(long seed, int count, int steps, int inputs) {
    Random random = new Random(seed);
    Row[][] windows = new Row[count][];
    for (int i = 0; i < count; i++) {
      windows[i] = new Row[1 + random.nextInt(steps)];
      for (int j = 0; j < windows[i].length; j++) {
        double[] numbers = random.doubles(inputs, -2, 2).toArray();
        windows[i][j] = new Row(numbers, new String[0], Double.NaN);
      }
    }
    return windows;
  }

  /** Of full length. */
  static Row[][] zeroes(int count, int steps, int inputs) {
    Row zero = new Row(new double[inputs], new String[0], Double.NaN);
    Row[][] windows = new Row[count][steps];
    for (Row[] window : windows) {
      Arrays.fill(window, zero);
    }
    return windows;
  }

  /** Weights by which each row counts once. */
  static float[] once(int[] labels) {
    float[] weights = new float[labels.length];
    Arrays.fill(weights, 1);
    return weights;
  }

  static Batch batch(Row[][] windows, int rows, int steps) {
    int inputs = windows[0][0].numeric().length;
    List<String> names = IntStream.range(0, inputs).mapToObj(i -> "x" + i).toList();
    Encoder encoder = new Encoder(new Features(names, List.of(), false, false), 3);
    Batch batch = new Batch(rows, steps, inputs);
    for (Row[] window : windows) {
      encoder.encode(window, batch);
    }
    return batch;
  }
}
