package io.thalweg.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.plan.Head;
import io.thalweg.models.plan.Head.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files in Keras's format answer as TensorFlow.js, whose layers are Keras's, did with the same
 * weights; src/test/keras has the programs that made them.
 */
class KerasStartTest {
  private static final int ROWS = 3;

  @TempDir private Path folder;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of(
            "lstm", new Architecture.Recurrent(Cell.LSTM, 4, 2, 0.5), dimensions(3, 5, softmax(2))),
        Arguments.of(
            "rnn",
            new Architecture.Recurrent(Cell.SIMPLE_RNN, 6, 1, 0),
            dimensions(3, 5, new Head(Kind.SIGMOID_CROSS_ENTROPY, 1))),
        Arguments.of(
            "gru", new Architecture.Recurrent(Cell.GRU, 4, 1, 0), dimensions(3, 5, softmax(2))),
        Arguments.of(
            "bidirectional",
            new Architecture.Recurrent(Cell.LSTM, 4, 1, 0, null, true, Pooling.LAST),
            dimensions(3, 5, softmax(3))),
        Arguments.of(
            "dense",
            new Architecture.FeedForward(List.of(6), Activation.SIGMOID, 0),
            dimensions(3, 1, new Head(Kind.IDENTITY_SQUARED_ERROR, 1))),
        Arguments.of(
            "words",
            new Architecture.Convolutional1d(
                List.of(5), 3, List.of(4), 0, new Architecture.Embedding(7, 4)),
            dimensions(1, 5, softmax(2))),
        Arguments.of(
            "images",
            new Architecture.Convolutional(10, 9, 1, List.of(4, 5), List.of(6), 0),
            dimensions(90, 1, softmax(3))));
  }

  private static Dimensions dimensions(int inputs, int steps, Head head) {
    return new Dimensions(inputs, steps, head);
  }

  private static Head softmax(int classes) {
    return new Head(Kind.SOFTMAX_CROSS_ENTROPY, classes);
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = resource(name)) {
      Files.copy(in, file);
    }
    return file;
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(
        KerasStartTest.class.getResourceAsStream("/io/thalweg/models/keras/" + name), name);
  }

  private static double[][] numbers(String name) throws IOException {
    String text = new String(resource(name).readAllBytes(), StandardCharsets.UTF_8);
    return text.lines()
        .map(line -> Arrays.stream(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  @ParameterizedTest
  @MethodSource("models")
  void answers_as_the_one_who_saved_it(
      String name, Architecture architecture, Dimensions dimensions) throws IOException {
    double[][] reference = numbers(name + ".txt");
    float[] parameters = SavedNetwork.keras(file(name + ".h5"), architecture, dimensions);
    float[][] found = new float[ROWS][dimensions.outputs()];
    try (Network network = new PlanNetwork(architecture, dimensions, ROWS)) {
      network.load(network.fromDl4j(parameters));
      network.predict(batch(reference[0], dimensions), found);
    }
    for (int row = 0; row < ROWS; row++) {
      for (int output = 0; output < dimensions.outputs(); output++) {
        assertThat((double) found[row][output])
            .isCloseTo(reference[1][row * dimensions.outputs() + output], within(1e-5));
      }
    }
  }

  private static Batch batch(double[] inputs, Dimensions dimensions) {
    Row[][] windows = new Row[ROWS][dimensions.steps()];
    int width = dimensions.inputs();
    for (int i = 0; i < ROWS * dimensions.steps(); i++) {
      double[] numbers = Arrays.copyOfRange(inputs, i * width, (i + 1) * width);
      windows[i / dimensions.steps()][i % dimensions.steps()] =
          new Row(numbers, new String[0], Target.NONE);
    }
    return Windows.batch(windows, ROWS, dimensions.steps());
  }

  @Test
  void another_network_is_refused_with_the_layer_and_the_shapes() throws IOException {
    Path lstm = file("lstm.h5");
    assertThatThrownBy(
            () ->
                SavedNetwork.keras(
                    lstm,
                    new Architecture.Recurrent(Cell.LSTM, 8, 2, 0),
                    dimensions(3, 5, softmax(2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer 0")
        .hasMessageContaining("lstm 3 → 4 found, lstm 3 → 8 expected");
    assertThatThrownBy(
            () ->
                SavedNetwork.keras(
                    lstm,
                    new Architecture.Recurrent(Cell.GRU, 4, 2, 0),
                    dimensions(3, 5, softmax(2))))
        .hasMessageContaining("lstm 3 → 4 found, gru 3 → 4 expected");
  }

  @Test
  void a_file_cut_short_is_refused_or_has_all_that_is_wanted() throws IOException {
    byte[] whole = Files.readAllBytes(file("lstm.h5"));
    Path damaged = folder.resolve("damaged.h5");
    Architecture architecture = new Architecture.Recurrent(Cell.LSTM, 4, 2, 0);
    Dimensions dimensions = dimensions(3, 5, softmax(2));
    float[] expected = SavedNetwork.keras(folder.resolve("lstm.h5"), architecture, dimensions);
    int refused = 0;
    for (int length = 8; length < whole.length; length += whole.length / 37) {
      Files.write(damaged, Arrays.copyOf(whole, length));
      try {
        assertThat(SavedNetwork.keras(damaged, architecture, dimensions))
            .as("%d bytes", length)
            .isEqualTo(expected);
      } catch (IllegalArgumentException asItShouldBe) {
        refused++;
      }
    }
    // Behind the last array nothing is wanted any more.
    assertThat(refused).isGreaterThan(30);
  }

  /** Bytes that were changed are refused, or what they change is no matter; nothing else. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_file_that_is_harmed_at_random_is_refused_and_takes_little_memory(long seed)
      throws IOException {
    byte[] whole = Files.readAllBytes(file("lstm.h5"));
    Path harmed = folder.resolve("harmed.h5");
    Architecture architecture = new Architecture.Recurrent(Cell.LSTM, 4, 2, 0);
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] bytes = whole.clone();
      for (int n = 1 + random.nextInt(8); n > 0; n--) {
        bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt();
      }
      Files.write(harmed, bytes);
      long before = allocated();
      try {
        assertThat(SavedNetwork.keras(harmed, architecture, dimensions(3, 5, softmax(2))))
            .isNotEmpty();
      } catch (IllegalArgumentException asItShouldBe) {
        refused++;
      }
      assertThat(allocated() - before).as("seed %d, file %d", seed, i).isLessThan(64 << 20);
    }
    assertThat(refused).as("seed %d", seed).isPositive();
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
