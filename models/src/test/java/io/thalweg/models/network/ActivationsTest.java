package io.thalweg.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.random.Generator;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a job file's bound on memory is reckoned with, against what a network takes. */
class ActivationsTest {
  private static final int CLASSES = 4;

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(new Architecture.Recurrent(Cell.LSTM, 64, 1, 0), 32, 16, 128),
        Arguments.of(new Architecture.Recurrent(Cell.LSTM, 64, 3, 0.2), 32, 16, 64),
        Arguments.of(new Architecture.Recurrent(Cell.LSTM, 8, 1, 0), 100, 300, 64),
        Arguments.of(new Architecture.Recurrent(Cell.GRU, 128, 2, 0), 32, 16, 64),
        Arguments.of(new Architecture.Recurrent(Cell.SIMPLE_RNN, 128, 1, 0), 32, 16, 128),
        Arguments.of(
            new Architecture.Recurrent(Cell.GRU, 64, 1, 0, new Architecture.Embedding(100, 32)),
            64,
            1,
            64),
        Arguments.of(
            new Architecture.Recurrent(Cell.LSTM, 64, 2, 0, null, true, Pooling.MAX), 32, 16, 64),
        Arguments.of(
            new Architecture.Recurrent(
                Cell.GRU, 64, 1, 0, new Architecture.Embedding(100, 32), true, Pooling.MEAN),
            64,
            1,
            64),
        Arguments.of(
            new Architecture.Recurrent(Cell.SIMPLE_RNN, 16, 1, 0, null, true, Pooling.LAST),
            64,
            100,
            64),
        Arguments.of(
            new Architecture.Convolutional1d(List.of(64, 64), 3, List.of(64), 0, null), 64, 16, 64),
        Arguments.of(
            new Architecture.Convolutional1d(
                List.of(128), 5, List.of(64), 0.2, new Architecture.Embedding(100, 64)),
            64,
            1,
            64),
        Arguments.of(
            new Architecture.Convolutional1d(List.of(16), 3, List.of(16), 0, null), 64, 200, 64),
        Arguments.of(
            new Architecture.FeedForward(List.of(512, 512), Activation.RELU, 0), 1, 400, 256),
        Arguments.of(
            new Architecture.Convolutional(28, 28, 1, List.of(32, 64, 64), List.of(64), 0),
            1,
            784,
            64));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void activations_are_about_what_a_network_takes_while_it_learns(
      Architecture architecture, int steps, int inputs, int rows) {
    long before = Pointer.totalBytes();
    try (Network network =
        Networks.create(architecture, new Dimensions(inputs, steps, CLASSES), rows)) {
      network.load(new float[network.size()]);
      Batch batch = Windows.batch(Windows.zeroes(rows, steps, inputs), rows, steps);
      network.gradient(
          batch,
          new int[rows],
          Windows.once(new int[rows]),
          new Generator(1),
          new float[network.size()]);
      long taken = (Pointer.totalBytes() - before) / Float.BYTES;
      long reckoned = (long) rows * steps * architecture.activations(inputs);
      assertThat(reckoned).isBetween(taken * 2 / 3, taken * 2);
    }
  }
}
