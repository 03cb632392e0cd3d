package io.thalweg.models.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.PyTorchNumbers;
import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Dimensions;
import io.thalweg.models.network.Network;
import io.thalweg.models.network.Networks;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.random.Generator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against values that PyTorch computed; src/test/reference has the program and how to run it. */
class PyTorchReferenceTest {
  private static final int BATCH = 6;
  private static final int STEPS = 4;
  private static final int INPUTS = 3;
  private static final int[] LABELS = {0, 1, 2, 0, 1, 2};

  private static Network network(Cell cell) {
    return Networks.create(
        new Architecture.Recurrent(cell, 5, 2, 0), new Dimensions(INPUTS, STEPS, 3), BATCH);
  }

  private static float[] parameters(int size) {
    float[] parameters = new float[size];
    for (int i = 0; i < size; i++) {
      parameters[i] = (float) (0.4 * Math.sin(0.7 * i));
    }
    return parameters;
  }

  private static float[] once() {
    float[] weights = new float[LABELS.length];
    Arrays.fill(weights, 1);
    return weights;
  }

  private static Batch batch() {
    Encoder encoder = new Encoder(new Features(List.of("a", "b", "c"), List.of(), false, false), 3);
    Batch batch = new Batch(BATCH, STEPS, INPUTS);
    for (int i = 0; i < BATCH; i++) {
      Row[] window = new Row[STEPS];
      for (int step = 0; step < STEPS; step++) {
        double[] numbers = new double[INPUTS];
        for (int k = 0; k < INPUTS; k++) {
          numbers[k] = Math.sin(1 + 0.37 * ((i * STEPS + step) * INPUTS + k));
        }
        window[step] = new Row(numbers, new String[0], Double.NaN);
      }
      encoder.encode(window, batch);
    }
    return batch;
  }

  private static float[] expected(String name) throws IOException {
    return PyTorchNumbers.of(PyTorchReferenceTest.class, name);
  }

  @ParameterizedTest
  @EnumSource(
      value = Cell.class,
      names = {"LSTM", "SIMPLE_RNN"})
  void probabilities_loss_and_gradient_are_pytorchs(Cell cell) throws IOException {
    try (Network network = network(cell)) {
      network.load(network.fromDl4j(parameters(network.size())));
      float[][] probabilities = new float[BATCH][3];
      network.predict(batch(), probabilities);
      float[] wanted = expected(cell + " probabilities");
      for (int i = 0; i < wanted.length; i++) {
        assertThat(probabilities[i / 3][i % 3]).isCloseTo(wanted[i], within(1e-6f));
      }
      float[] gradient = new float[network.size()];
      double loss = network.gradient(batch(), LABELS, once(), new Generator(1), gradient);
      assertThat((float) loss).isCloseTo(expected(cell + " loss")[0], within(1e-6f));
      assertThat(network.toDl4j(gradient))
          .containsExactly(expected(cell + " gradient"), within(1e-6f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LSTM, SGD, 0.1",
    "LSTM, MOMENTUM, 0.1",
    "LSTM, RMSPROP, 0.01",
    "LSTM, ADAM, 0.01",
    "LSTM, ADAM_W, 0.01",
    "SIMPLE_RNN, SGD, 0.1",
    "SIMPLE_RNN, MOMENTUM, 0.1",
    "SIMPLE_RNN, RMSPROP, 0.01",
    "SIMPLE_RNN, ADAM, 0.01",
    "SIMPLE_RNN, ADAM_W, 0.01"
  })
  void five_steps_of_learning_end_where_pytorchs_end(Cell cell, Updater updater, double rate)
      throws IOException {
    try (Network network = network(cell)) {
      float[] parameters = network.fromDl4j(parameters(network.size()));
      float[] gradient = new float[network.size()];
      Learning learning = new Learning(updater, rate, BATCH, 1, 0, 0, 1);
      Optimiser optimiser = new Optimiser(learning, network.size());
      for (int i = 0; i < 5; i++) {
        network.load(parameters);
        network.gradient(batch(), LABELS, once(), new Generator(1), gradient);
        optimiser.step(parameters, gradient);
      }
      assertThat(network.toDl4j(parameters))
          .containsExactly(expected(cell + " " + updater), within(1e-4f));
    }
  }
}
