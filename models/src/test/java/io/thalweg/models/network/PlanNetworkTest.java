package io.thalweg.models.network;

import static io.thalweg.models.network.Loaded.predict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.CentralDifferences;
import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Row;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.plan.Compilation;
import io.thalweg.models.plan.Compilation.Compiled;
import io.thalweg.models.plan.Head;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.plan.Targets;
import io.thalweg.models.random.Generator;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class PlanNetworkTest {
  private static final int STEPS = 7;
  private static final int ROWS = 70;

  static Stream<Architecture> known() {
    return Stream.of(
        new Architecture.Recurrent(Cell.LSTM, 6, 1, 0),
        new Architecture.Recurrent(Cell.LSTM, 33, 1, 0),
        new Architecture.Recurrent(Cell.LSTM, 5, 3, 0.3),
        new Architecture.Recurrent(Cell.SIMPLE_RNN, 6, 1, 0),
        new Architecture.Recurrent(Cell.SIMPLE_RNN, 17, 2, 0.3),
        new Architecture.Recurrent(Cell.GRU, 6, 1, 0),
        new Architecture.Recurrent(Cell.GRU, 17, 2, 0.3),
        new Architecture.Recurrent(Cell.GRU, 7, 1, 0, new Architecture.Embedding(9, 5)),
        new Architecture.Recurrent(Cell.LSTM, 6, 2, 0.2, new Architecture.Embedding(5, 17)),
        new Architecture.Recurrent(Cell.LSTM, 5, 1, 0, null, true, Pooling.LAST),
        new Architecture.Recurrent(Cell.LSTM, 4, 2, 0.3, null, true, Pooling.MEAN),
        new Architecture.Recurrent(
            Cell.GRU, 5, 3, 0.2, new Architecture.Embedding(9, 6), true, Pooling.MAX),
        new Architecture.Recurrent(Cell.SIMPLE_RNN, 17, 2, 0.3, null, true, Pooling.LAST),
        new Architecture.Recurrent(Cell.LSTM, 6, 2, 0.3, null, false, Pooling.MAX),
        new Architecture.Recurrent(Cell.GRU, 7, 1, 0, null, false, Pooling.MEAN),
        new Architecture.Recurrent(
            Cell.SIMPLE_RNN, 6, 1, 0.2, new Architecture.Embedding(9, 6), false, Pooling.MEAN),
        new Architecture.Convolutional1d(List.of(8), 3, List.of(6), 0, null),
        new Architecture.Convolutional1d(List.of(5, 17, 6), 4, List.of(7, 5), 0.3, null),
        new Architecture.Convolutional1d(
            List.of(9), 5, List.of(6), 0.3, new Architecture.Embedding(9, 6)),
        new Architecture.Convolutional1d(
            List.of(16, 8), 2, List.of(), 0, new Architecture.Embedding(9, 17)),
        new Architecture.FeedForward(List.of(), Activation.RELU, 0),
        new Architecture.FeedForward(List.of(12, 8), Activation.RELU, 0),
        new Architecture.FeedForward(List.of(8, 5), Activation.SIGMOID, 0.3),
        new Architecture.FeedForward(List.of(9), Activation.TANH, 0),
        new Architecture.Convolutional(10, 9, 1, List.of(4, 5), List.of(6), 0),
        new Architecture.Convolutional(7, 8, 3, List.of(6), List.of(), 0),
        new Architecture.Convolutional(18, 19, 2, List.of(4, 8, 16), List.of(7, 6), 0.2));
  }

  static Stream<Architecture> architectures() {
    return Stream.concat(
        known(),
        Stream.of(
            new Architecture.Recurrent(Cell.LSTM, 64, 1, 0),
            new Architecture.Recurrent(Cell.GRU, 64, 1, 0),
            new Architecture.Convolutional1d(List.of(256, 256), 9, List.of(), 0, null)));
  }

  private static int steps(Architecture architecture) {
    return architecture.readsSteps() ? STEPS : 1;
  }

  static Dimensions dimensions(Architecture architecture) {
    return new Dimensions(inputs(architecture), STEPS, Loaded.CLASSES);
  }

  private static int inputs(Architecture architecture) {
    if (vocabulary(architecture) > 0) {
      return 1;
    }
    return architecture instanceof Architecture.Convolutional images
        ? images.height() * images.width() * images.channels()
        : Windows.INPUTS;
  }

  private static int vocabulary(Architecture architecture) {
    return architecture.embedding() == null ? 0 : architecture.embedding().vocabulary();
  }

  private static float[] parameters(Architecture architecture) {
    return Loaded.parameters(architecture, dimensions(architecture));
  }

  private static Network plan(Architecture architecture) {
    return Loaded.load(
        new PlanNetwork(architecture, dimensions(architecture), ROWS), parameters(architecture));
  }

  private static double greatestDifference(float[] one, float[] other) {
    return IntStream.range(0, one.length)
        .mapToDouble(i -> Math.abs(one[i] - other[i]))
        .max()
        .orElseThrow();
  }

  private static Row[][] windows(long seed, int count, Architecture architecture) {
    Row[][] windows = Windows.random(seed, count, STEPS, inputs(architecture));
    int vocabulary = vocabulary(architecture);
    if (vocabulary > 0) {
      Random random = new Random(seed);
      for (Row[] window : windows) {
        for (Row row : window) {
          row.numeric()[0] = random.nextInt(vocabulary);
        }
      }
    }
    return windows;
  }

  private static int[] labels(int count) {
    return new Random(3).ints(count, 0, 3).toArray();
  }

  /** Some rows count more than others, some not at all. */
  private static float[] weights(int count) {
    Random random = new Random(4);
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = random.nextInt(4) / 2f;
    }
    return weights;
  }

  @ParameterizedTest
  @MethodSource("known")
  void computes_what_dl4j_does(Architecture architecture) {
    try (Network plan = plan(architecture);
        Network dl4j = new Dl4jNetwork(architecture, dimensions(architecture), ROWS)) {
      assertThat(plan.size()).isEqualTo(dl4j.size());
      dl4j.load(parameters(architecture));
      for (int count : new int[] {1, 7, 33}) {
        Batch batch = Windows.batch(windows(count, count, architecture), ROWS, steps(architecture));
        float[][] expected = predict(dl4j, batch);
        float[][] found = predict(plan, batch);
        for (int i = 0; i < count; i++) {
          assertThat(found[i]).containsExactly(expected[i], within(1e-5f));
        }
        float[] expectedGradient = new float[dl4j.size()];
        float[] gradient = new float[plan.size()];
        Generator expectedChance = new Generator(1);
        Generator chance = new Generator(1);
        float[] weights = weights(count);
        double loss =
            dl4j.gradient(batch, labels(count), weights, expectedChance, expectedGradient);
        assertThat(plan.gradient(batch, labels(count), weights, chance, gradient))
            .isCloseTo(loss, within(1e-5));
        assertThat(greatestDifference(plan.toDl4j(gradient), expectedGradient)).isLessThan(1e-5);
        assertThat(chance.state()).isEqualTo(expectedChance.state());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Head.Kind.class)
  void ends_in_any_head_as_dl4j_does(Head.Kind kind) {
    int outputs = kind == Head.Kind.SOFTMAX_CROSS_ENTROPY ? 3 : 1;
    Architecture network = new Architecture.Recurrent(Cell.GRU, 6, 1, 0.2);
    Dimensions dimensions = new Dimensions(Windows.INPUTS, STEPS, new Head(kind, outputs));
    float[] parameters = Loaded.parameters(network, dimensions);
    Targets targets =
        outputs == 3 ? new Targets.Classes(labels(9)) : new Targets.Numbers(numbers(9));
    Batch batch = Windows.batch(windows(5, 9, network), ROWS, STEPS);
    try (Network plan = Loaded.load(new PlanNetwork(network, dimensions, ROWS), parameters);
        Network dl4j = Loaded.load(new Dl4jNetwork(network, dimensions, ROWS), parameters)) {
      float[][] expected = new float[9][outputs];
      float[][] found = new float[9][outputs];
      dl4j.predict(batch, expected);
      plan.predict(batch, found);
      for (int i = 0; i < 9; i++) {
        assertThat(found[i]).containsExactly(expected[i], within(1e-5f));
      }
      float[] once = new float[9];
      Arrays.fill(once, 1);
      float[] expectedGradient = new float[dl4j.size()];
      float[] gradient = new float[plan.size()];
      double loss = dl4j.gradient(batch, targets, once, new Generator(1), expectedGradient);
      assertThat(plan.gradient(batch, targets, once, new Generator(1), gradient))
          .isCloseTo(loss, within(1e-5));
      assertThat(greatestDifference(plan.toDl4j(gradient), expectedGradient)).isLessThan(1e-5);
    }
  }

  static Stream<Architecture> answeringAtEachStep() {
    return Stream.of(
        new Architecture.Recurrent(Cell.GRU, 6, 2, 0.2),
        new Architecture.Recurrent(Cell.LSTM, 7, 1, 0.3),
        new Architecture.Recurrent(Cell.SIMPLE_RNN, 5, 2, 0));
  }

  @ParameterizedTest
  @MethodSource("answeringAtEachStep")
  void learns_from_all_steps_as_dl4j_does(Architecture network) {
    for (Head.Kind kind : Head.Kind.values()) {
      int outputs = kind == Head.Kind.SOFTMAX_CROSS_ENTROPY ? 3 : 1;
      Dimensions dimensions = new Dimensions(Windows.INPUTS, STEPS, new Head(kind, outputs, true));
      float[] parameters = Loaded.parameters(network, dimensions);
      Random random = new Random(8);
      boolean[] known = new boolean[9 * STEPS];
      for (int i = 0; i < known.length; i++) {
        known[i] = random.nextInt(3) > 0;
      }
      Targets whole =
          outputs == 3
              ? new Targets.Classes(labels(9 * STEPS))
              : new Targets.Numbers(numbers(9 * STEPS));
      Targets targets = new Targets.Masked(whole, known);
      Batch batch = Windows.batch(windows(5, 9, network), ROWS, STEPS);
      try (Network plan = Loaded.load(new PlanNetwork(network, dimensions, ROWS), parameters);
          Network dl4j = Loaded.load(new Dl4jNetwork(network, dimensions, ROWS), parameters);
          Network newest =
              Loaded.load(
                  new PlanNetwork(
                      network,
                      new Dimensions(Windows.INPUTS, STEPS, new Head(kind, outputs)),
                      ROWS),
                  parameters)) {
        float[][] expected = new float[9][outputs];
        float[][] found = new float[9][outputs];
        dl4j.predict(batch, expected);
        plan.predict(batch, found);
        for (int i = 0; i < 9; i++) {
          assertThat(found[i]).containsExactly(expected[i], within(1e-5f));
        }
        newest.predict(batch, expected);
        assertThat(found).isDeepEqualTo(expected);
        float[] once = new float[9];
        Arrays.fill(once, 1);
        float[] expectedGradient = new float[dl4j.size()];
        float[] gradient = new float[plan.size()];
        double loss = dl4j.gradient(batch, targets, once, new Generator(1), expectedGradient);
        double scored = plan.gradient(batch, targets, once, new Generator(1), gradient);
        if (Dl4jModels.dropout(network)
            == 0) { // DL4J leaves dropout out of the score there, not of the gradient
          assertThat(scored).as("loss of %s", kind).isCloseTo(loss, within(1e-4));
        }
        assertThat(greatestDifference(plan.toDl4j(gradient), expectedGradient))
            .as("gradient of %s", kind)
            .isLessThan(1e-5);
      }
    }
  }

  /** In [0, 1], as a sigmoid wants them. */
  private static float[][] numbers(int count) {
    Random random = new Random(6);
    float[][] numbers = new float[count][1];
    for (float[] row : numbers) {
      row[0] = random.nextFloat();
    }
    return numbers;
  }

  /** A difference across the bend of a ReLU or of a maximum says nothing. */
  static Stream<Architecture> smooth() {
    return architectures()
        .filter(
            architecture ->
                architecture instanceof Architecture.FeedForward feedForward
                    ? feedForward.activation() != Activation.RELU
                    : architecture instanceof Architecture.Recurrent recurrent
                        && recurrent.pooling() != Pooling.MAX);
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void the_gradient_is_what_central_differences_say(Architecture architecture) {
    Batch batch = Windows.batch(windows(4, 9, architecture), ROWS, steps(architecture));
    try (Network network = plan(architecture)) {
      float[] gradient = new float[network.size()];
      network.gradient(batch, labels(9), Windows.once(labels(9)), new Generator(9), gradient);
      float[] ignored = new float[network.size()];
      float[] parameters = network.fromDl4j(parameters(architecture));
      CentralDifferences.assertSlope(
          gradient,
          parameters,
          new Random(1).ints(200, 0, parameters.length),
          moved -> {
            network.load(moved);
            return network.gradient(
                batch, labels(9), Windows.once(labels(9)), new Generator(9), ignored);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void a_prediction_has_the_same_bits_in_batches_of_every_size(Architecture architecture) {
    Row[][] windows = windows(6, ROWS, architecture);
    try (Network network = plan(architecture)) {
      float[][] together = predict(network, Windows.batch(windows, ROWS, steps(architecture)));
      for (int count = 1; count <= ROWS; count++) {
        // At other rows than before: the last windows first.
        Row[][] some = Arrays.copyOfRange(windows, ROWS - count, ROWS);
        float[][] found = predict(network, Windows.batch(some, ROWS, steps(architecture)));
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
    Batch batch = Windows.batch(windows(5, 40, architecture), ROWS, steps(architecture));
    Batch other = Windows.batch(windows(8, ROWS, architecture), ROWS, steps(architecture));
    try (Network one = plan(architecture);
        Network another = plan(architecture)) {
      float[] gradient = new float[one.size()];
      float[] again = new float[one.size()];
      double loss =
          one.gradient(batch, labels(40), Windows.once(labels(40)), new Generator(4), gradient);
      predict(another, other);
      another.gradient(other, labels(ROWS), Windows.once(labels(ROWS)), new Generator(5), again);
      assertThat(
              another.gradient(
                  batch, labels(40), Windows.once(labels(40)), new Generator(4), again))
          .isEqualTo(loss);
      assertThat(Arrays.equals(again, gradient)).isTrue();
    }
  }

  /** The short way to a plan, which spares DL4J's configuration, ends where the long one does. */
  @ParameterizedTest
  @MethodSource("architectures")
  void the_plan_is_that_of_dl4js_configuration(Architecture architecture) {
    Dimensions dimensions = dimensions(architecture);
    double rate = Dl4jModels.dropout(architecture);
    IDropout dropout = rate == 0 ? null : new org.deeplearning4j.nn.conf.dropout.Dropout(1 - rate);
    var configuration =
        Dl4jModels.configuration(
            architecture,
            dimensions,
            DataType.FLOAT,
            Collections.nCopies(Dl4jModels.units(architecture).size(), dropout));
    Compilation compilation = Plan.compile(configuration, steps(architecture), ROWS);
    assertThat(compilation).isInstanceOf(Compiled.class);
    Batch batch = Windows.batch(windows(4, 9, architecture), ROWS, steps(architecture));
    try (Network network = plan(architecture);
        Plan compiled = ((Compiled) compilation).plan()) {
      compiled.load(network.fromDl4j(parameters(architecture)));
      float[][] probabilities = new float[9][Loaded.CLASSES];
      compiled.predict(batch, probabilities);
      assertThat(probabilities).isDeepEqualTo(predict(network, batch));
      float[] gradient = new float[network.size()];
      float[] expected = new float[network.size()];
      network.gradient(batch, labels(9), Windows.once(labels(9)), new Generator(2), expected);
      compiled.gradient(batch, labels(9), Windows.once(labels(9)), new Generator(2), gradient);
      assertThat(gradient).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void the_two_orders_of_parameters_are_a_bijection(Architecture architecture) {
    try (Network network = plan(architecture)) {
      float[] numbered = new float[network.size()];
      IntStream.range(0, numbered.length).forEach(i -> numbered[i] = i);
      float[] ordered = network.fromDl4j(numbered);
      assertThat(network.toDl4j(ordered)).isEqualTo(numbered);
      Arrays.sort(ordered);
      assertThat(ordered).isEqualTo(numbered);
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void padding_changes_nothing(Architecture architecture) {
    Row[][] one = {Arrays.copyOf(windows(8, 40, architecture)[0], 1)};
    Dimensions longer = new Dimensions(inputs(architecture), STEPS + 4, Loaded.CLASSES);
    try (Network network = plan(architecture);
        Network padded =
            Loaded.load(new PlanNetwork(architecture, longer, 1), parameters(architecture))) {
      assertThat(predict(padded, Windows.batch(one, 1, padded.steps()))[0])
          .isEqualTo(predict(network, Windows.batch(one, ROWS, steps(architecture)))[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void dropout_is_for_training_only_and_drawn_from_the_given_generator(Architecture architecture) {
    int[] labels = labels(7);
    Batch batch = Windows.batch(windows(5, 7, architecture), ROWS, steps(architecture));
    try (Network network = plan(architecture)) {
      float[] gradient = new float[network.size()];
      double one =
          network.gradient(batch, labels, Windows.once(labels), new Generator(1), gradient);
      assertThat(network.gradient(batch, labels, Windows.once(labels), new Generator(1), gradient))
          .isEqualTo(one);
      double other =
          network.gradient(batch, labels, Windows.once(labels), new Generator(2), gradient);
      assertThat(other == one).isEqualTo(Dl4jModels.dropout(architecture) == 0);
      float[][] probabilities = predict(network, batch);
      double evaluated =
          IntStream.range(0, 7)
              .mapToDouble(i -> -Math.log(probabilities[i][labels[i]]))
              .average()
              .orElseThrow();
      assertThat(Math.abs(one - evaluated) < 1e-6).isEqualTo(Dl4jModels.dropout(architecture) == 0);
    }
  }

  @Test
  void a_gru_follows_its_equations() {
    Architecture architecture = new Architecture.Recurrent(Cell.GRU, 6, 1, 0);
    Row[][] windows = windows(2, 9, architecture);
    try (Network network = plan(architecture)) {
      float[][] found = predict(network, Windows.batch(windows, ROWS, steps(architecture)));
      GruEquations equations = new GruEquations(6, Windows.INPUTS, parameters(architecture));
      for (int i = 0; i < windows.length; i++) {
        assertThat(found[i]).containsExactly(equations.probabilities(windows[i], 3), within(1e-5f));
      }
    }
  }
}
