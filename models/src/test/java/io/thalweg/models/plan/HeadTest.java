package io.thalweg.models.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.CentralDifferences;
import io.thalweg.models.features.Batch;
import io.thalweg.models.losses.Huber;
import io.thalweg.models.plan.Head.Kind;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.random.Generator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class HeadTest {
  private static final int ROWS = 9;
  private static final int INPUTS = 4;

  private static OutputLayer.Builder dl4j(Kind kind) {
    return dl4j(kind, new OutputLayer.Builder());
  }

  /** With the kind's activation and loss. */
  static <B extends BaseOutputLayer.Builder<B>> B dl4j(Kind kind, B head) {
    return switch (kind) {
      case SOFTMAX_CROSS_ENTROPY -> dl4j(Activation.SOFTMAX, new LossMCXENT(), head);
      case SIGMOID_CROSS_ENTROPY -> dl4j(Activation.SIGMOID, new LossBinaryXENT(), head);
      case IDENTITY_SQUARED_ERROR -> dl4j(Activation.IDENTITY, new LossMSE(), head);
      case SIGMOID_SQUARED_ERROR -> dl4j(Activation.SIGMOID, new LossMSE(), head);
      case IDENTITY_HUBER -> dl4j(Activation.IDENTITY, new Huber(), head);
    };
  }

  private static OutputLayer.Builder dl4j(Activation activation, ILossFunction loss) {
    return dl4j(activation, loss, new OutputLayer.Builder());
  }

  private static <B extends BaseOutputLayer.Builder<B>> B dl4j(
      Activation activation, ILossFunction loss, B head) {
    return head.lossFunction(loss).activation(activation);
  }

  /** Of identity heads, some within 1 of what an untrained network gives, some beyond. */
  static Targets targets(Kind kind, int rows, int outputs) {
    if (kind == Kind.SOFTMAX_CROSS_ENTROPY) {
      return new Targets.Classes(Batches.labels(rows, outputs));
    }
    boolean numbers = kind == Kind.IDENTITY_SQUARED_ERROR || kind == Kind.IDENTITY_HUBER;
    Random random = new Random(6);
    float[][] targets = new float[rows][outputs];
    for (float[] row : targets) {
      for (int j = 0; j < outputs; j++) {
        row[j] = numbers ? (float) (2 * random.nextGaussian()) : random.nextInt(2);
      }
    }
    return new Targets.Numbers(targets);
  }

  record Case(Kind kind, int outputs) {}

  /**
   * A single output, which DL4J refuses to a softmax, several, and many, which are summed
   * otherwise.
   */
  static Stream<Case> cases() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(1, 3, 20).map(outputs -> new Case(kind, outputs)))
        .filter(head -> head.kind != Kind.SOFTMAX_CROSS_ENTROPY || head.outputs > 1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_head_equals_dl4js(Case head) {
    var alone =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .list()
            .layer(dl4j(head.kind).nIn(INPUTS).nOut(head.outputs).build())
            .build();
    Targets targets = targets(head.kind, ROWS, head.outputs);
    Dl4jEquality.assertEqual(alone, Batches.whole(1, ROWS, 1, INPUTS), targets);
    var recurrent =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .list()
            .layer(
                new LastTimeStep(
                    new LSTM.Builder().nIn(INPUTS).nOut(7).activation(Activation.TANH).build()))
            .layer(dl4j(head.kind).nIn(7).nOut(head.outputs).build())
            .build();
    Dl4jEquality.assertEqual(recurrent, Batches.whole(2, ROWS, 6, INPUTS), targets);
  }

  @Test
  void an_objective_is_learned_from_as_a_heads_own_loss_is() {
    Head head = new Head(Kind.IDENTITY_SQUARED_ERROR, 3);
    Outline outline = new Outline(INPUTS, List.of(), head);
    float[][] rows = ((Targets.Numbers) targets(head.kind(), ROWS, 3)).rows();
    Batch batch = new Batch(ROWS, 1, INPUTS);
    Random random = new Random(4);
    for (int row = 0; row < ROWS; row++) {
      float[] window = new float[INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        window[i] = (float) random.nextGaussian();
      }
      batch.add(window, 0, 1);
    }
    Objective squares =
        (scores, row) -> {
          double sum = 0;
          for (int j = 0; j < 3; j++) {
            double error = scores[j] - rows[row][j];
            sum += error * error / 3;
            scores[j] = 2 * error / 3;
          }
          return sum;
        };
    float[] weights = {1, 2, 0, 1, 1, 3, 1, 1, 0.5f};
    try (Plan plan = new Plan(outline, 1, ROWS)) {
      float[] parameters = new float[plan.size()];
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = (float) random.nextGaussian();
      }
      plan.load(parameters);
      float[] expected = new float[plan.size()];
      float[] found = new float[plan.size()];
      double loss =
          plan.gradient(batch, new Targets.Numbers(rows), weights, new Generator(1), expected);
      assertThat(plan.gradient(batch, squares, weights, new Generator(1), found))
          .isCloseTo(loss, within(1e-9));
      assertThat(found).containsExactly(expected, within(1e-6f));
    }
  }

  @Test
  void a_sigmoids_cross_entropy_is_clipped_as_in_dl4j() {
    var configuration =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(dl4j(Kind.SIGMOID_CROSS_ENTROPY).nIn(1).nOut(2).build())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    // Scores that go with probabilities on both sides of the clipping.
    network.init(Nd4j.createFromArray(0f, 0f, -12f, -11f).reshape(1, 4), false);
    Targets ones = new Targets.Numbers(new float[][] {{1, 1}, {1, 1}});
    Dl4jEquality.assertEqual(network, Batches.whole(1, 2, 1, 1), ones);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_gradient_is_what_central_differences_say(Case head) {
    Outline outline =
        new Outline(
            INPUTS,
            List.of(
                new Recurrent(Cell.GRU, 5),
                new LastStep(),
                new Dense(6, io.thalweg.models.plan.Activation.TANH)),
            new Head(head.kind, head.outputs));
    Batch batch = Batches.random(2, ROWS, 6, INPUTS);
    Targets targets = targets(head.kind, ROWS, head.outputs);
    float[] weights = {1, 0, 2, 0.5f, 1, 1, 3, 1, 0};
    try (Plan plan = new Plan(outline, 6, ROWS)) {
      float[] parameters = Batches.parameters(plan.size());
      plan.load(parameters);
      float[] gradient = new float[plan.size()];
      plan.gradient(batch, targets, weights, new Generator(1), gradient);
      float[] ignored = new float[plan.size()];
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

  @ParameterizedTest
  @MethodSource("cases")
  void a_head_gives_the_same_bits_in_batches_of_every_size(Case head) {
    int rows = 40;
    var dense = new Dense(19, io.thalweg.models.plan.Activation.SIGMOID);
    Outline outline = new Outline(INPUTS, List.of(dense), new Head(head.kind, head.outputs));
    try (Plan plan = new Plan(outline, 1, rows)) {
      plan.load(Batches.parameters(plan.size()));
      float[][] together = new float[rows][head.outputs];
      plan.predict(Batches.whole(5, rows, 1, INPUTS), together);
      for (int count = 1; count <= rows; count++) {
        float[][] found = new float[count][head.outputs];
        plan.predict(Batches.whole(5, count, 1, INPUTS), found);
        for (int i = 0; i < count; i++) {
          assertThat(found[i]).as("row %d of %d", i, count).isEqualTo(together[i]);
        }
      }
    }
  }

  /** Ten inputs, five sigmoids, one sigmoid, squared error, plain gradient descent. */
  @Test
  void a_small_feed_forward_network_learns_step_by_step_what_dl4js_fit_learns() {
    float rate = 4;
    int rows = 64;
    Batch batch = Batches.whole(7, rows, 1, 10);
    Targets targets = firstAboveSecond(batch);
    var configuration =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .updater(new Sgd(rate))
            .list()
            .layer(new DenseLayer.Builder().nIn(10).nOut(5).activation(Activation.SIGMOID).build())
            .layer(dl4j(Kind.SIGMOID_SQUARED_ERROR).nIn(5).nOut(1).build())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    Outline outline =
        new Outline(
            10,
            List.of(new Dense(5, io.thalweg.models.plan.Activation.SIGMOID)),
            new Head(Kind.SIGMOID_SQUARED_ERROR, 1));
    INDArray input = Dl4jEquality.input(batch);
    INDArray labels = Dl4jEquality.labels(targets, rows, 1);
    // Dense layers stand in the same order in both.
    float[] parameters = network.params().dup().data().asFloat();
    try (Plan plan = new Plan(outline, 1, rows)) {
      float[] gradient = new float[plan.size()];
      float[] once = Batches.once(new int[rows]);
      double first = 0;
      double loss = 0;
      for (int step = 1; step <= 200; step++) {
        plan.load(parameters);
        loss = plan.gradient(batch, targets, once, new Generator(1), gradient);
        first = step == 1 ? loss : first;
        network.fit(input, labels);
        assertThat(Math.abs(network.score() - loss)).as("step %d", step).isLessThan(1e-5);
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] -= rate * gradient[i];
        }
        float[] expected = network.params().dup().data().asFloat();
        for (int i = 0; i < parameters.length; i++) {
          assertThat(Math.abs(parameters[i] - expected[i]))
              .as("parameter %d after step %d", i, step)
              .isLessThan(2e-4f);
        }
      }
      assertThat(first).isGreaterThan(0.2);
      assertThat(loss).isLessThan(0.02);
    } finally {
      network.close();
    }
  }

  private static Targets firstAboveSecond(Batch batch) {
    float[][] targets = new float[batch.count()][1];
    for (int i = 0; i < targets.length; i++) {
      int offset = batch.offset(i, 0);
      targets[i][0] = batch.values()[offset] > batch.values()[offset + 1] ? 1 : 0;
    }
    return new Targets.Numbers(targets);
  }

  static Stream<OutputLayer.Builder> unknown() {
    INDArray weights = Nd4j.createFromArray(new float[][] {{1, 2}});
    return Stream.of(
        dl4j(Activation.TANH, new LossMSE()),
        dl4j(Activation.SOFTMAX, new LossMSE()),
        dl4j(Activation.IDENTITY, new LossL2()),
        dl4j(Activation.IDENTITY, new LossMSE(weights)),
        dl4j(Activation.SIGMOID, new Huber()),
        dl4j(Activation.SIGMOID, new LossBinaryXENT(weights)),
        dl4j(Activation.SIGMOID, new LossBinaryXENT(1e-3)),
        dl4j(Kind.SIGMOID_SQUARED_ERROR).hasBias(false));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void another_head_is_refused(OutputLayer.Builder head) {
    var configuration =
        new NeuralNetConfiguration.Builder().list().layer(head.nIn(INPUTS).nOut(2).build()).build();
    assertThat(Plan.compile(configuration, 1, ROWS))
        .isInstanceOfSatisfying(
            Compilation.UnsupportedLayer.class,
            refused -> assertThat(refused.reason()).contains("sigmoid with XENT or MSE"));
  }

  @ParameterizedTest
  @EnumSource
  void targets_of_another_shape_are_refused(Kind kind) {
    Batch batch = Batches.whole(1, 2, 1, INPUTS);
    refused(kind, batch, new Targets.Classes(new int[] {0, 3}), "class 3 found in row 1");
    refused(kind, batch, new Targets.Classes(new int[] {-1, 0}), "class -1 found in row 0");
    refused(kind, batch, new Targets.Classes(new int[] {1}), "targets of 1 rows found, of 2");
    refused(kind, batch, new Targets.Numbers(new float[][] {{0, 1, 0}, {1}}), "1 targets found");
    refused(kind, batch, new Targets.Numbers(new float[1][3]), "targets of 1 rows found, of 2");
  }

  private static void refused(Kind kind, Batch batch, Targets targets, String reason) {
    try (Plan plan = new Plan(new Outline(INPUTS, List.of(), new Head(kind, 3)), 1, 2)) {
      float[] gradient = new float[plan.size()];
      float[] once = {1, 1};
      assertThatThrownBy(() -> plan.gradient(batch, targets, once, new Generator(1), gradient))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(reason);
    }
  }
}
