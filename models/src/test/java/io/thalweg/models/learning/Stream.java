package io.thalweg.models.learning;

import io.thalweg.models.features.Features;
import io.thalweg.models.features.Features.Category;
import io.thalweg.models.features.Features.Encoding;
import io.thalweg.models.features.Row;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.plan.Cell;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A learnable stream of events of one key, and specifications to learn it with. */
final class Stream {
  static final int STEPS = 6;

  private final Row[] rows;
  private final int[] labels;

  Stream(long seed, int length) {
    Random random = new Random(seed);
    rows = new Row[length];
    labels = new int[length];
    double phase = 0;
    for (int i = 0; i < length; i++) {
      phase += 0.4 + 0.1 * random.nextGaussian();
      double[] numeric = {5 + Math.sin(phase), 100 * Math.cos(phase)};
      String[] categories = {"k" + random.nextInt(5), "city " + random.nextInt(20)};
      rows[i] = new Row(numeric, categories, i == 0 ? Double.NaN : labels[i - 1]);
      labels[i] = Math.sin(phase + 0.4) > 0 ? 1 : 0;
    }
  }

  Row[] window(int newest) {
    return Arrays.copyOfRange(rows, Math.max(0, newest + 1 - STEPS), newest + 1);
  }

  Row[][] windows(int from, int count) {
    Row[][] windows = new Row[count][];
    for (int i = 0; i < count; i++) {
      windows[i] = window(from + i);
    }
    return windows;
  }

  int label(int newest) {
    return labels[newest];
  }

  static ModelSpec spec(Cell cell, Updater updater, double rate) {
    return spec(
        new Architecture.Recurrent(cell, 8, cell == Cell.LSTM ? 2 : 1, 0.1),
        new Learning(updater, rate, 8, 2, 100, 1, 17));
  }

  static ModelSpec spec(Architecture network, Learning learning) {
    Features features =
        new Features(
            List.of("level", "flow"),
            List.of(
                new Category("kind", Encoding.ONE_HOT, 4),
                new Category("city", Encoding.HASHED, 3)),
            true,
            true);
    return new ModelSpec(features, List.of("DOWN", "UP"), STEPS, network, learning);
  }
}
