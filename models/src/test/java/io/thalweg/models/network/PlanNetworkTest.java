package io.thalweg.models.network;

import static io.thalweg.models.network.Loaded.predict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.CentralDifferences;
import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Row;
import io.thalweg.models.network.Architecture.Cell;
import io.thalweg.models.plan.Dl4jOrder;
import io.thalweg.models.random.Generator;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanNetworkTest {
  private static final int STEPS = 7;
  private static final int ROWS = 70;
  private static final Dimensions DIMENSIONS =
      new Dimensions(Windows.INPUTS, STEPS, Loaded.CLASSES);

  static Stream<Architecture> known() {
    return Stream.of(
        new Architecture(Cell.LSTM, 6, 1, 0),
        new Architecture(Cell.LSTM, 33, 1, 0),
        new Architecture(Cell.LSTM, 5, 3, 0.3),
        new Architecture(Cell.SIMPLE_RNN, 6, 1, 0),
        new Architecture(Cell.SIMPLE_RNN, 17, 2, 0.3));
  }

  static Stream<Architecture> architectures() {
    return Stream.concat(
        known(),
        Stream.of(
            new Architecture(Cell.LSTM, 64, 1, 0),
            new Architecture(Cell.GRU, 6, 1, 0),
            new Architecture(Cell.GRU, 64, 1, 0),
            new Architecture(Cell.GRU, 17, 2, 0.3)));
  }

  private static float[] parameters(Architecture architecture) {
    return Loaded.parameters(architecture, DIMENSIONS);
  }

  private static Network plan(Architecture architecture) {
    Network network = new PlanNetwork(architecture, DIMENSIONS, ROWS);
    network.load(parameters(architecture));
    return network;
  }

  private static double greatestDifference(float[] one, float[] other) {
    return IntStream.range(0, one.length)
        .mapToDouble(i -> Math.abs(one[i] - other[i]))
        .max()
        .orElseThrow();
  }

  private static int[] labels(int count) {
    return new Random(3).ints(count, 0, 3).toArray();
  }

  @ParameterizedTest
  @MethodSource("known")
  void computes_what_plain_java_does(Architecture architecture) {
    try (Network plan = plan(architecture);
        Network java = new JavaNetwork(architecture, DIMENSIONS, ROWS)) {
      java.load(parameters(architecture));
      for (int count : new int[] {1, 7, 33}) {
        Batch batch = Windows.batch(Windows.random(count, count, STEPS), ROWS, STEPS);
        float[][] expected = predict(java, batch);
        float[][] found = predict(plan, batch);
        for (int i = 0; i < count; i++) {
          assertThat(found[i]).containsExactly(expected[i], within(1e-5f));
        }
        float[] expectedGradient = new float[java.size()];
        float[] gradient = new float[plan.size()];
        Generator expectedChance = new Generator(1);
        Generator chance = new Generator(1);
        double loss = java.gradient(batch, labels(count), expectedChance, expectedGradient);
        assertThat(plan.gradient(batch, labels(count), chance, gradient))
            .isCloseTo(loss, within(1e-5));
        assertThat(greatestDifference(gradient, expectedGradient)).isLessThan(1e-5);
        assertThat(chance.state()).isEqualTo(expectedChance.state());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void the_gradient_is_what_central_differences_say(Architecture architecture) {
    Batch batch = Windows.batch(Windows.random(4, 9, STEPS), ROWS, STEPS);
    try (Network network = plan(architecture)) {
      float[] gradient = new float[network.size()];
      network.gradient(batch, labels(9), new Generator(9), gradient);
      float[] ignored = new float[network.size()];
      float[] parameters = parameters(architecture);
      CentralDifferences.assertSlope(
          gradient,
          parameters,
          new Random(1).ints(200, 0, parameters.length),
          moved -> {
            network.load(moved);
            return network.gradient(batch, labels(9), new Generator(9), ignored);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void a_prediction_has_the_same_bits_in_batches_of_every_size(Architecture architecture) {
    Row[][] windows = Windows.random(6, ROWS, STEPS);
    try (Network network = plan(architecture)) {
      float[][] together = predict(network, Windows.batch(windows, ROWS, STEPS));
      for (int count = 1; count <= ROWS; count++) {
        // At other rows than before: the last windows first.
        Row[][] some = Arrays.copyOfRange(windows, ROWS - count, ROWS);
        float[][] found = predict(network, Windows.batch(some, ROWS, STEPS));
        for (int i = 0; i < count; i++) {
          assertThat(found[i])
              .as("window %d of %d", i, count)
              .isEqualTo(together[ROWS - count + i]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void trains_to_the_same_bits_whatever_was_computed_before(Architecture architecture) {
    Batch batch = Windows.batch(Windows.random(5, 40, STEPS), ROWS, STEPS);
    Batch other = Windows.batch(Windows.random(8, ROWS, STEPS), ROWS, STEPS);
    try (Network one = plan(architecture);
        Network another = plan(architecture)) {
      float[] gradient = new float[one.size()];
      float[] again = new float[one.size()];
      double loss = one.gradient(batch, labels(40), new Generator(4), gradient);
      predict(another, other);
      another.gradient(other, labels(ROWS), new Generator(5), again);
      assertThat(another.gradient(batch, labels(40), new Generator(4), again)).isEqualTo(loss);
      assertThat(Arrays.equals(again, gradient)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void the_two_orders_of_parameters_are_a_bijection(Architecture architecture) {
    Dl4jOrder order = new Dl4jOrder(PlanNetwork.outline(architecture, DIMENSIONS));
    int size = Networks.size(architecture, DIMENSIONS);
    float[] numbered = new float[size];
    IntStream.range(0, size).forEach(i -> numbered[i] = i);
    float[] ordered = new float[size];
    float[] back = new float[size];
    order.fromDl4j(numbered, ordered);
    order.toDl4j(ordered, back);
    assertThat(back).isEqualTo(numbered);
    Arrays.sort(ordered);
    assertThat(ordered).isEqualTo(numbered);
  }

  @Test
  void a_gru_follows_its_equations() {
    Architecture architecture = new Architecture(Cell.GRU, 6, 1, 0);
    Row[][] windows = Windows.random(2, 9, STEPS);
    try (Network network = plan(architecture)) {
      float[][] found = predict(network, Windows.batch(windows, ROWS, STEPS));
      GruEquations equations = new GruEquations(6, Windows.INPUTS, parameters(architecture));
      for (int i = 0; i < windows.length; i++) {
        assertThat(found[i]).containsExactly(equations.probabilities(windows[i], 3), within(1e-5f));
      }
    }
  }
}
