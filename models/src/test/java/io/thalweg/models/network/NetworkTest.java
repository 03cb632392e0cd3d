package io.thalweg.models.network;

import static io.thalweg.models.network.Loaded.predict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.CentralDifferences;
import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Row;
import io.thalweg.models.network.Architecture.Cell;
import io.thalweg.models.random.Generator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
  private static final int STEPS = 5;
  private static final int ROWS = 8;
  private static final int[] LABELS = {0, 2, 1, 1, 0, 2, 2};
  private static final Dimensions DIMENSIONS =
      new Dimensions(Windows.INPUTS, STEPS, Loaded.CLASSES);

  static Stream<Architecture> architectures() {
    return Stream.of(
        new Architecture(Cell.LSTM, 6, 1, 0),
        new Architecture(Cell.LSTM, 5, 2, 0.3),
        new Architecture(Cell.SIMPLE_RNN, 6, 1, 0),
        new Architecture(Cell.SIMPLE_RNN, 5, 2, 0.3));
  }

  static Stream<Architecture> deepArchitectures() {
    return Stream.concat(architectures(), Stream.of(new Architecture(Cell.LSTM, 4, 3, 0.1)));
  }

  private static float[] parameters(Architecture architecture) {
    return Loaded.parameters(architecture, DIMENSIONS);
  }

  private static Network java(Architecture architecture) {
    Network network = new JavaNetwork(architecture, DIMENSIONS, ROWS);
    network.load(parameters(architecture));
    return network;
  }

  private static Network dl4j(Architecture architecture) {
    Network network = new Dl4jNetwork(architecture, DIMENSIONS, ROWS);
    network.load(parameters(architecture));
    return network;
  }

  @ParameterizedTest
  @MethodSource("deepArchitectures")
  void the_gradient_is_what_central_differences_say(Architecture architecture) {
    Batch batch = Windows.batch(Windows.random(4, LABELS.length, STEPS), ROWS, STEPS);
    try (Network network = java(architecture)) {
      float[] gradient = new float[network.size()];
      network.gradient(batch, LABELS, new Generator(9), gradient);
      float[] ignored = new float[network.size()];
      float[] parameters = parameters(architecture);
      CentralDifferences.assertSlope(
          gradient,
          parameters,
          IntStream.range(0, parameters.length),
          moved -> {
            network.load(moved);
            return network.gradient(batch, LABELS, new Generator(9), ignored);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void plain_java_and_dl4j_compute_the_same(Architecture architecture) {
    Batch batch = Windows.batch(Windows.random(5, LABELS.length, STEPS), ROWS, STEPS);
    try (Network java = java(architecture);
        Network dl4j = dl4j(architecture)) {
      assertThat(java.size()).isEqualTo(dl4j.size());
      float[][] expected = predict(dl4j, batch);
      float[][] found = predict(java, batch);
      for (int i = 0; i < batch.count(); i++) {
        assertThat(found[i]).containsExactly(expected[i], within(2e-6f));
      }
      float[] expectedGradient = new float[dl4j.size()];
      float[] gradient = new float[java.size()];
      Generator chance = new Generator(1);
      Generator dl4jChance = new Generator(1);
      double expectedLoss = dl4j.gradient(batch, LABELS, dl4jChance, expectedGradient);
      assertThat(java.gradient(batch, LABELS, chance, gradient))
          .isCloseTo(expectedLoss, within(1e-5));
      assertThat(gradient).containsExactly(expectedGradient, within(2e-6f));
      assertThat(chance.state()).isEqualTo(dl4jChance.state());
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void a_prediction_has_the_same_bits_alone_and_in_company(Architecture architecture) {
    Row[][] windows = Windows.random(6, LABELS.length, STEPS);
    for (Network network : List.of(java(architecture), dl4j(architecture))) {
      try (network) {
        float[][] together = predict(network, Windows.batch(windows, ROWS, STEPS));
        for (int i = 0; i < windows.length; i++) {
          Row[][] alone = {windows[i]};
          assertThat(predict(network, Windows.batch(alone, ROWS, STEPS))[0]).isEqualTo(together[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void padding_changes_nothing(Architecture architecture) {
    Row[] window = Arrays.copyOf(Windows.random(8, 40, STEPS)[0], 1);
    Dimensions longer = new Dimensions(Windows.INPUTS, STEPS + 4, 3);
    try (Network network = java(architecture);
        Network padded = new JavaNetwork(architecture, longer, 1)) {
      padded.load(parameters(architecture));
      Row[][] one = {window};
      assertThat(predict(padded, Windows.batch(one, 1, STEPS + 4))[0])
          .isEqualTo(predict(network, Windows.batch(one, ROWS, STEPS))[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void dropout_is_for_training_only_and_drawn_from_the_given_generator(Architecture architecture) {
    Batch batch = Windows.batch(Windows.random(5, LABELS.length, STEPS), ROWS, STEPS);
    try (Network network = java(architecture)) {
      float[] gradient = new float[network.size()];
      double one = network.gradient(batch, LABELS, new Generator(1), gradient);
      double again = network.gradient(batch, LABELS, new Generator(1), gradient);
      double other = network.gradient(batch, LABELS, new Generator(2), gradient);
      assertThat(again).isEqualTo(one);
      assertThat(other == one).isEqualTo(architecture.dropout() == 0);
      double[] losses = new double[batch.count()];
      float[][] probabilities = predict(network, batch);
      for (int i = 0; i < losses.length; i++) {
        losses[i] = -Math.log(probabilities[i][LABELS[i]]);
      }
      double evaluated = Arrays.stream(losses).average().orElseThrow();
      assertThat(Math.abs(one - evaluated) < 1e-6).isEqualTo(architecture.dropout() == 0);
    }
  }
}
