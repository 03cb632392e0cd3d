package io.thalweg.models.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.CentralDifferences;
import io.thalweg.models.bidirectional.MaskedBidirectional;
import io.thalweg.models.features.Batch;
import io.thalweg.models.gru.GRU;
import io.thalweg.models.plan.Compilation.Compiled;
import io.thalweg.models.plan.Compilation.UnsupportedLayer;
import io.thalweg.models.plan.Head.Kind;
import io.thalweg.models.plan.ImageLayer.Convolution;
import io.thalweg.models.plan.ImageLayer.Image;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Dropout;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.StepLayer.Bidirectional;
import io.thalweg.models.plan.StepLayer.Padding;
import io.thalweg.models.plan.StepLayer.Pooling;
import io.thalweg.models.plan.StepLayer.StepConvolution;
import io.thalweg.models.plan.StepLayer.StepPool;
import io.thalweg.models.random.Generator;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;

/** A head on every step of a sequence. */
class TaggingTest {
  private static final int ROWS = 9;
  private static final int STEPS = 7;
  private static final int INPUTS = 4;
  private static final int VOCABULARY = 11;
  private static final int CLASSES = 3;
  private static final double RATE = 0.1;

  private static ListBuilder network(Layer... layers) {
    ListBuilder builder =
        new NeuralNetConfiguration.Builder().seed(5).updater(new Sgd(RATE)).list();
    for (Layer layer : layers) {
      builder.layer(layer);
    }
    return builder;
  }

  private static RnnOutputLayer.Builder dl4j(Kind kind, int in, int outputs) {
    return HeadTest.dl4j(kind, new RnnOutputLayer.Builder())
        .dataFormat(RNNFormat.NCW)
        .nIn(in)
        .nOut(outputs);
  }

  private static Layer head(int in) {
    return dl4j(Kind.SOFTMAX_CROSS_ENTROPY, in, CLASSES).build();
  }

  private static LSTM lstm(int in, int out) {
    return new LSTM.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private static GRU gru(int in, int out) {
    return new GRU.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private static Layer simple(int in, int out) {
    return new SimpleRnn.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private static Layer same(int in, int out) {
    return new Convolution1DLayer.Builder(3)
        .nIn(in)
        .nOut(out)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.TANH)
        .build();
  }

  private static Layer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private static Layer embedding(int out) {
    return new EmbeddingSequenceLayer.Builder().nIn(VOCABULARY).nOut(out).build();
  }

  /** Networks that read windows of numbers. */
  static Stream<ListBuilder> sequences() {
    return Stream.of(
        network(head(INPUTS)),
        network(lstm(INPUTS, 6), head(6)),
        network(gru(INPUTS, 6), head(6)),
        network(simple(INPUTS, 6), head(6)),
        network(lstm(INPUTS, 6), gru(6, 5), head(5)),
        network(new MaskedBidirectional(lstm(INPUTS, 5)), head(10)),
        network(
            new org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional(gru(INPUTS, 5)),
            head(10)),
        network(gru(INPUTS, 5), same(5, 6), head(6)),
        network(lstm(INPUTS, 6), dense(6, 5), head(5))
            .setInputType(InputType.recurrent(INPUTS, STEPS)),
        network(dense(INPUTS, 5), lstm(5, 6), head(6))
            .setInputType(InputType.recurrent(INPUTS, STEPS)));
  }

  /** Known at about two steps of three, at none of the first row. */
  private static Targets masked(Targets targets, int steps) {
    boolean[] known = new boolean[targets.count()];
    Random random = new Random(8);
    for (int i = 0; i < known.length; i++) {
      known[i] = i >= steps && random.nextInt(3) > 0;
    }
    return new Targets.Masked(targets, known);
  }

  private static Targets targets(Kind kind, int outputs) {
    return masked(HeadTest.targets(kind, ROWS * STEPS, outputs), STEPS);
  }

  private static void equalsDl4j(ListBuilder builder, Batch batch, Targets targets) {
    MultiLayerConfiguration configuration = builder.build();
    Dl4jEquality.assertEqual(configuration, batch, targets);
    Dl4jEquality.assertLearnAlike(configuration, batch, targets, RATE);
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void a_network_with_a_head_on_every_step_equals_dl4js(ListBuilder builder) {
    Targets all = HeadTest.targets(Kind.SOFTMAX_CROSS_ENTROPY, ROWS * STEPS, CLASSES);
    equalsDl4j(builder, Batches.whole(1, ROWS, STEPS, INPUTS), all);
    equalsDl4j(builder, Batches.random(1, ROWS, STEPS, INPUTS), all);
    equalsDl4j(builder, Batches.random(2, ROWS, STEPS, INPUTS), masked(all, STEPS));
  }

  @Test
  void texts_are_tagged_as_by_dl4j() {
    Targets targets = targets(Kind.SOFTMAX_CROSS_ENTROPY, CLASSES);
    Batch batch = Batches.tokens(1, ROWS, STEPS, VOCABULARY);
    equalsDl4j(network(embedding(6), gru(6, 5), head(5)), batch, targets);
    equalsDl4j(network(embedding(6), same(6, 5), head(5)), batch, targets);
  }

  static Stream<HeadTest.Case> heads() {
    return HeadTest.cases();
  }

  @ParameterizedTest
  @MethodSource("heads")
  void a_head_of_every_kind_equals_dl4js(HeadTest.Case head) {
    equalsDl4j(
        network(gru(INPUTS, 6), dl4j(head.kind(), 6, head.outputs()).build()),
        Batches.random(2, ROWS, STEPS, INPUTS),
        targets(head.kind(), head.outputs()));
  }

  private static Outline outline(Head head) {
    return new Outline(
        INPUTS,
        List.of(
            new Recurrent(Cell.GRU, 5),
            new Dropout(0.2),
            new Bidirectional(Cell.LSTM, 4),
            new Dense(6, io.thalweg.models.plan.Activation.TANH)),
        head);
  }

  private static Head softmax() {
    return new Head(Kind.SOFTMAX_CROSS_ENTROPY, CLASSES, true);
  }

  private static Plan loaded(Outline outline, int rows) {
    Plan plan = new Plan(outline, STEPS, rows);
    plan.load(Batches.parameters(plan.size()));
    return plan;
  }

  @ParameterizedTest
  @MethodSource("heads")
  void the_gradient_is_what_central_differences_say(HeadTest.Case head) {
    Batch batch = Batches.random(2, ROWS, STEPS, INPUTS);
    Targets targets = targets(head.kind(), head.outputs());
    float[] weights = {1, 0, 2, 0.5f, 1, 1, 3, 1, 0};
    try (Plan plan = loaded(outline(new Head(head.kind(), head.outputs(), true)), ROWS)) {
      float[] gradient = new float[plan.size()];
      plan.gradient(batch, targets, weights, new Generator(1), gradient);
      float[] ignored = new float[plan.size()];
      float[] parameters = Batches.parameters(plan.size());
      CentralDifferences.assertSlope(
          gradient,
          parameters,
          IntStream.range(0, parameters.length),
          moved -> {
            plan.load(moved);
            return plan.gradient(batch, targets, weights, new Generator(1), ignored);
          });
    }
  }

  private static float[][][] predict(Plan plan, Batch batch) {
    float[][][] found = new float[batch.count()][batch.steps()][CLASSES];
    plan.predictSteps(batch, found);
    return found;
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void every_step_gets_the_same_bits_in_any_company(ListBuilder builder) {
    int most = 70;
    Batch all = Batches.random(3, most, STEPS, INPUTS);
    try (Plan plan = ((Compiled) Plan.compile(builder.build(), STEPS, most)).plan()) {
      plan.load(Batches.parameters(plan.size()));
      float[][][] together = predict(plan, all);
      for (int count = 1; count < most; count++) {
        assertThat(predict(plan, Batches.part(all, most - count, count)))
            .as("the last %d", count)
            .isDeepEqualTo(Arrays.copyOfRange(together, most - count, most));
      }
    }
  }

  @Test
  void what_is_predicted_is_the_newest_step() {
    Batch batch = Batches.random(4, ROWS, STEPS, INPUTS);
    try (Plan plan = loaded(outline(softmax()), ROWS)) {
      float[][][] steps = predict(plan, batch);
      float[][] newest = new float[ROWS][CLASSES];
      plan.predict(batch, newest);
      for (int row = 0; row < ROWS; row++) {
        assertThat(newest[row]).isEqualTo(steps[row][STEPS - 1]);
      }
    }
  }

  /** The same network twice: the newest step's label is all that a last step learns from. */
  @ParameterizedTest
  @EnumSource
  void learning_from_the_newest_steps_alone_is_learning_at_the_last_step(Cell cell) {
    Head one = new Head(Kind.SOFTMAX_CROSS_ENTROPY, CLASSES);
    List<Outline.Layer> layers = List.of(new Recurrent(cell, 8));
    List<Outline.Layer> last = List.of(new Recurrent(cell, 8), new LastStep());
    Batch batch = Batches.random(5, ROWS, STEPS, INPUTS);
    int[] labels = Batches.labels(ROWS, CLASSES);
    int[] everywhere = new int[ROWS * STEPS];
    boolean[] newest = new boolean[everywhere.length];
    for (int row = 0; row < ROWS; row++) {
      everywhere[(row + 1) * STEPS - 1] = labels[row];
      newest[(row + 1) * STEPS - 1] = true;
    }
    Targets targets = new Targets.Masked(new Targets.Classes(everywhere), newest);
    try (Plan tagging = loaded(new Outline(INPUTS, layers, softmax()), ROWS);
        Plan plan = loaded(new Outline(INPUTS, last, one), ROWS)) {
      float[] once = Batches.once(labels);
      float[] expected = new float[plan.size()];
      float[] found = new float[plan.size()];
      double loss = plan.gradient(batch, labels, once, new Generator(1), expected);
      assertThat(tagging.gradient(batch, targets, once, new Generator(1), found)).isEqualTo(loss);
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void steps_without_a_label_and_empty_steps_are_not_looked_at() {
    Batch batch = Batches.random(6, ROWS, STEPS, INPUTS);
    int[] labels = Batches.labels(ROWS * STEPS, CLASSES);
    boolean[] known = new boolean[labels.length];
    int[] others = labels.clone();
    for (int i = 0; i < labels.length; i++) {
      boolean empty = i % STEPS < STEPS - batch.length(i / STEPS);
      known[i] = empty || i % 2 == 0;
      if (empty || !known[i]) {
        others[i] = -1;
      }
    }
    assertThat(others).contains(-1);
    try (Plan plan = loaded(outline(softmax()), ROWS)) {
      float[] expected = new float[plan.size()];
      float[] found = new float[plan.size()];
      double loss = gradient(plan, batch, new Targets.Classes(labels), known, expected);
      assertThat(gradient(plan, batch, new Targets.Classes(others), known, found)).isEqualTo(loss);
      assertThat(found).isEqualTo(expected);
    }
  }

  private static double gradient(
      Plan plan, Batch batch, Targets targets, boolean[] known, float[] gradient) {
    float[] once = Batches.once(new int[ROWS]);
    return plan.gradient(
        batch, new Targets.Masked(targets, known), once, new Generator(1), gradient);
  }

  @ParameterizedTest
  @EnumSource
  void steps_that_come_one_by_one_get_what_those_of_a_window_get(Cell cell) {
    Batch batch = Batches.whole(7, 2, STEPS, INPUTS);
    try (Plan plan = loaded(new Outline(INPUTS, List.of(new Recurrent(cell, 8)), softmax()), 2);
        Steps steps = plan.steps(2)) {
      float[][][] expected = predict(plan, batch);
      float[][] found = new float[2][CLASSES];
      float[] inputs = new float[2 * INPUTS];
      for (int step = 0; step < STEPS; step++) {
        System.arraycopy(batch.values(), batch.offset(0, step), inputs, 0, INPUTS);
        System.arraycopy(batch.values(), batch.offset(1, step), inputs, INPUTS, INPUTS);
        steps.predict(inputs, found);
        for (int row = 0; row < 2; row++) {
          assertThat(found[row]).containsExactly(expected[row][step], within(1e-6f));
        }
      }
    }
  }

  @Test
  void no_step_allocates() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Batch batch = Batches.random(9, ROWS, STEPS, INPUTS);
    Targets targets = targets(Kind.SOFTMAX_CROSS_ENTROPY, CLASSES);
    float[] once = Batches.once(new int[ROWS]);
    Generator chance = new Generator(1);
    try (Plan plan = loaded(outline(softmax()), ROWS)) {
      float[] gradient = new float[plan.size()];
      float[][][] found = new float[ROWS][STEPS][CLASSES];
      long before = 0;
      for (int i = 0; i < 2_000; i++) {
        before = i == 1_000 ? threads.getCurrentThreadAllocatedBytes() : before;
        plan.gradient(batch, targets, once, chance, gradient);
        plan.predictSteps(batch, found);
      }
      // Keys of two look-ups; an array for each step would take some kilobytes.
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000 * 256);
    }
  }

  static Stream<Arguments> unknown() {
    var convolution =
        new Convolution(new Image(2, 2, 1), 2, 2, io.thalweg.models.plan.Activation.RELU);
    return Stream.of(
        Arguments.of(new LastStep(), "LastStep"),
        Arguments.of(new StepPool(Pooling.MEAN), "StepPool"),
        Arguments.of(convolution, "Convolution"),
        Arguments.of(
            new StepConvolution(3, 2, Padding.VALID, io.thalweg.models.plan.Activation.RELU),
            "StepConvolution"));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void a_layer_that_does_not_keep_the_steps_is_refused(Outline.Layer layer, String name) {
    assertThatThrownBy(() -> new Outline(INPUTS, List.of(layer), softmax()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name)
        .hasMessageContaining("found in front of a head on every step");
  }

  @Test
  void another_head_of_dl4js_on_every_step_is_refused() {
    Layer biasless = dl4j(Kind.SOFTMAX_CROSS_ENTROPY, 6, CLASSES).hasBias(false).build();
    assertThat(Plan.compile(network(lstm(INPUTS, 6), biasless).build(), STEPS, ROWS))
        .isInstanceOfSatisfying(
            UnsupportedLayer.class,
            refused -> assertThat(refused.reason()).contains("RnnOutputLayer with bias"));
  }

  @Test
  void a_head_on_one_vector_has_no_steps_to_predict() {
    Outline outline = new Outline(INPUTS, List.of(), CLASSES);
    try (Plan plan = new Plan(outline, 1, 1)) {
      assertThatThrownBy(() -> predict(plan, Batches.whole(1, 1, 1, INPUTS)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("one on every step expected");
    }
  }

  @Test
  void targets_of_fewer_steps_than_the_windows_have_are_refused() {
    Targets few = new Targets.Classes(new int[ROWS * STEPS - 1]);
    try (Plan plan = loaded(outline(softmax()), ROWS)) {
      float[] gradient = new float[plan.size()];
      float[] once = Batches.once(new int[ROWS]);
      Batch batch = Batches.whole(1, ROWS, STEPS, INPUTS);
      assertThatThrownBy(() -> plan.gradient(batch, few, once, new Generator(1), gradient))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("targets of 62 rows found, of 63 expected");
    }
  }

  @Test
  void its_shape_says_that_it_stands_on_every_step() {
    assertThat(Outline.predicting(network(lstm(INPUTS, 6), head(6)).build()).shapes())
        .containsExactly("lstm 4 → 6", "softmax 6 → 3, every step");
  }
}
