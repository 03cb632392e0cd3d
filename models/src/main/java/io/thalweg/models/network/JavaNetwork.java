package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.network.Architecture.Cell;
import io.thalweg.models.network.ParameterLayout.Recurrent;
import io.thalweg.models.random.Generator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a recurrent network in plain Java: same parameters and same function as {@link Dl4jNetwork},
 * without the price of DL4J's hundreds of small native operations per step. No allocation after
 * construction, nothing outside the heap; each row is computed by itself, so that its bits do not
 * depend on its company.
 */
final class JavaNetwork implements Network {
  private final ParameterLayout layout;
  private final int steps;
  private final int rows;
  private final double rate;
  private final List<RecurrentLayer> layers = new ArrayList<>();
  private final List<Dropout> dropouts = new ArrayList<>();
  private final SoftmaxHead head;
  private final float[][] inputs;
  private final List<float[][]> dropped = new ArrayList<>();
  private final List<float[][]> gradients = new ArrayList<>();

  JavaNetwork(Architecture architecture, Dimensions dimensions, int rows) {
    if (architecture.cell() == Cell.GRU) {
      throw new IllegalArgumentException(
          "cell GRU found, LSTM or SIMPLE_RNN expected: plain Java computes no other");
    }
    layout = new ParameterLayout(architecture, dimensions);
    steps = dimensions.steps();
    this.rows = rows;
    rate = architecture.dropout();
    int hidden = architecture.hidden();
    for (Recurrent blocks : layout.layers()) {
      layers.add(
          architecture.cell() == Cell.LSTM
              ? new LstmLayer(blocks, steps, rows)
              : new SimpleRnnLayer(blocks, steps, rows));
      boolean last = layers.size() == layout.layers().size();
      dropouts.add(new Dropout(rate, rate == 0 ? 0 : rows * (last ? 1 : steps) * hidden));
      dropped.add(new float[rate == 0 ? 0 : steps * rows][hidden]);
      gradients.add(new float[steps * rows][hidden]);
    }
    head = new SoftmaxHead(layout);
    inputs = new float[steps * rows][dimensions.inputs()];
  }

  @Override
  public int size() {
    return layout.size();
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public void load(float[] parameters) {
    layers.forEach(layer -> layer.load(parameters));
    head.load(parameters);
  }

  @Override
  public void predict(Batch batch, float[][] probabilities) {
    take(batch);
    float[][] input = inputs;
    for (RecurrentLayer layer : layers) {
      layer.forward(input, batch);
      input = layer.outputs();
    }
    for (int row = 0; row < batch.count(); row++) {
      head.predict(input[place(steps - 1, row)], probabilities[row]);
    }
  }

  @Override
  public double gradient(Batch batch, int[] labels, Generator chance, float[] gradient) {
    take(batch);
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).forward(input(i), batch);
      drop(i, batch, chance);
    }
    double loss = learnHead(batch, labels);
    for (int i = layers.size() - 1; i >= 0; i--) {
      maskGradient(i, batch);
      float[][] below = i == 0 ? null : gradients.get(i - 1);
      layers.get(i).backward(input(i), gradients.get(i), below, batch);
      layers.get(i).storeGradient(gradient);
    }
    head.storeGradient(gradient);
    return loss;
  }

  private int place(int step, int row) {
    return step * rows + row;
  }

  private void take(Batch batch) {
    for (int row = 0; row < batch.count(); row++) {
      for (int step = steps - batch.length(row); step < steps; step++) {
        System.arraycopy(
            batch.values(), batch.offset(row, step), inputs[place(step, row)], 0, batch.inputs());
      }
    }
  }

  /** What a layer (or, after the last, the head) gets in training. */
  private float[][] input(int layer) {
    if (layer == 0) {
      return inputs;
    }
    return rate == 0 ? layers.get(layer - 1).outputs() : dropped.get(layer - 1);
  }

  /** The first step whose output goes on: of the last layer, only the last step's does. */
  private int firstStep(int layer) {
    return layer == layers.size() - 1 ? steps - 1 : 0;
  }

  private void drop(int layer, Batch batch, Generator chance) {
    if (rate == 0) {
      return;
    }
    int first = firstStep(layer);
    int hidden = layers.get(layer).hidden();
    dropouts.get(layer).draw(chance, batch.count() * (steps - first) * hidden);
    for (int row = 0; row < batch.count(); row++) {
      for (int step = first; step < steps; step++) {
        int place = place(step, row);
        System.arraycopy(
            layers.get(layer).outputs()[place], 0, dropped.get(layer)[place], 0, hidden);
        dropouts
            .get(layer)
            .apply((row * (steps - first) + step - first) * hidden, dropped.get(layer)[place]);
      }
    }
  }

  private void maskGradient(int layer, Batch batch) {
    if (rate == 0) {
      return;
    }
    int first = firstStep(layer);
    int hidden = layers.get(layer).hidden();
    for (int row = 0; row < batch.count(); row++) {
      for (int step = first; step < steps; step++) {
        float[] gradient = gradients.get(layer)[place(step, row)];
        dropouts.get(layer).apply((row * (steps - first) + step - first) * hidden, gradient);
      }
    }
  }

  private double learnHead(Batch batch, int[] labels) {
    float[][] input = input(layers.size());
    float[][] above = gradients.get(layers.size() - 1);
    for (float[] place : above) {
      Arrays.fill(place, 0);
    }
    head.clearGradient();
    double loss = 0;
    float share = 1f / batch.count();
    for (int row = 0; row < batch.count(); row++) {
      int place = place(steps - 1, row);
      loss += head.learn(input[place], labels[row], share, above[place]);
    }
    return loss / batch.count();
  }

  @Override
  public void close() {}
}
