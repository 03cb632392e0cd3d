package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Batches of random windows of random lengths. */
final class Batches {
  private Batches() {}

  static Batch random(long seed, int count, int steps, int inputs) {
    Random random = new Random(seed);
    return random(random, random.ints(count, 1, steps + 1).toArray(), steps, inputs);
  }

  /** Windows that are as long as they can be. */
  static Batch whole(long seed, int count, int steps, int inputs) {
    int[] lengths = new int[count];
    Arrays.fill(lengths, steps);
    return random(new Random(seed), lengths, steps, inputs);
  }

  /** Windows of random lengths of the numbers of tokens. */
  static Batch tokens(long seed, int count, int steps, int vocabulary) {
    Batch batch = random(seed, count, steps, 1);
    Random random = new Random(seed);
    for (int row = 0; row < count; row++) {
      for (int step = steps - batch.length(row); step < steps; step++) {
        batch.values()[batch.offset(row, step)] = random.nextInt(vocabulary);
      }
    }
    return batch;
  }

  /** Some of a batch's windows, at other rows. */
  static Batch part(Batch whole, int first, int count) {
    List<Row[]> windows = new ArrayList<>();
    for (int row = first; row < first + count; row++) {
      Row[] window = new Row[whole.length(row)];
      for (int i = 0; i < window.length; i++) {
        int from = whole.offset(row, whole.steps() - window.length + i);
        double[] numbers = new double[whole.inputs()];
        Arrays.setAll(numbers, input -> whole.values()[from + input]);
        window[i] = new Row(numbers, new String[0], -1);
      }
      windows.add(window);
    }
    return of(windows, whole.steps(), whole.inputs());
  }

  private static Batch of(List<Row[]> windows, int steps, int inputs) {
    List<String> names = IntStream.range(0, inputs).mapToObj(i -> "x" + i).toList();
    Encoder encoder = new Encoder(new Features(names, List.of(), false, false), 2);
    Batch batch = new Batch(windows.size(), steps, inputs);
    windows.forEach(window -> encoder.encode(window, batch));
    return batch;
  }

  private static Batch random(Random random, int[] lengths, int steps, int inputs) {
    List<Row[]> windows = new ArrayList<>();
    for (int length : lengths) {
      Row[] window = new Row[length];
      for (int step = 0; step < length; step++) {
        double[] numbers = random.doubles(inputs, -2, 2).toArray();
        window[step] = new Row(numbers, new String[0], Double.NaN);
      }
      windows.add(window);
    }
    return of(windows, steps, inputs);
  }

  static int[] labels(int count, int classes) {
    return new Random(3).ints(count, 0, classes).toArray();
  }

  /** Weights by which each row counts once. */
  static float[] once(int[] labels) {
    float[] weights = new float[labels.length];
    Arrays.fill(weights, 1);
    return weights;
  }

  static float[] parameters(int size) {
    float[] parameters = new float[size];
    Random random = new Random(1);
    for (int i = 0; i < size; i++) {
      parameters[i] = (float) (0.3 * random.nextGaussian());
    }
    return parameters;
  }
}
