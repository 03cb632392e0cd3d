package io.thalweg.models.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.CentralDifferences;
import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Dropout;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.StepLayer.Bidirectional;
import io.thalweg.models.plan.StepLayer.Mask;
import io.thalweg.models.plan.StepLayer.Padding;
import io.thalweg.models.plan.StepLayer.Pooling;
import io.thalweg.models.plan.StepLayer.StepConvolution;
import io.thalweg.models.plan.StepLayer.StepPool;
import io.thalweg.models.random.Generator;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class PlanTest {
  private static final int CLASSES = 3;
  private static final long MEGABYTE = 1 << 20;

  private static Plan loaded(Outline outline, int steps, int rows) {
    Plan plan = new Plan(outline, steps, rows);
    plan.load(Batches.parameters(plan.size()));
    return plan;
  }

  private static Outline dense(Activation activation) {
    return new Outline(4, List.of(new Dense(19, activation), new Dense(7, activation)), CLASSES);
  }

  private static float[][] predict(Plan plan, Batch batch) {
    float[][] probabilities = new float[batch.count()][CLASSES];
    plan.predict(batch, probabilities);
    return probabilities;
  }

  @ParameterizedTest
  @EnumSource
  void dense_layers_follow_their_equations(Activation activation) {
    Batch batch = Batches.random(1, 5, 1, 4);
    try (Plan plan = loaded(dense(activation), 1, 5)) {
      float[][] found = predict(plan, batch);
      for (int row = 0; row < 5; row++) {
        double[] x = {
          batch.values()[4 * row],
          batch.values()[4 * row + 1],
          batch.values()[4 * row + 2],
          batch.values()[4 * row + 3]
        };
        float[] parameters = Batches.parameters(plan.size());
        double[] first = layer(activation, parameters, 0, x, 19);
        double[] second = layer(activation, parameters, 5 * 19, first, 7);
        double[] scores = layer(Activation.IDENTITY, parameters, 5 * 19 + 20 * 7, second, CLASSES);
        double sum = Arrays.stream(scores).map(Math::exp).sum();
        for (int k = 0; k < CLASSES; k++) {
          assertThat((double) found[row][k]).isCloseTo(Math.exp(scores[k]) / sum, within(1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_batch_predicted_together_says_what_its_rows_say(Activation activation) {
    Batch batch = Batches.random(1, 33, 1, 4);
    try (Plan plan = loaded(dense(activation), 1, 33)) {
      float[][] together = new float[33][CLASSES];
      plan.predictTogether(batch, together);
      float[][] again = new float[33][CLASSES];
      plan.predictTogether(batch, again);
      assertThat(again).isDeepEqualTo(together);
      float[][] found = predict(plan, batch);
      for (int row = 0; row < 33; row++) {
        assertThat(together[row]).containsExactly(found[row], within(1e-5f));
      }
      plan.load(new float[plan.size()]);
      plan.predictTogether(batch, together);
      assertThat(together[0]).as("of other parameters").isNotEqualTo(found[0]);
    }
  }

  @Test
  void features_are_what_the_head_reads_in_any_company() {
    Outline outline = dense(Activation.RELU);
    Batch batch = Batches.whole(5, 33, 1, 4);
    try (Plan plan = loaded(outline, 1, 33)) {
      float[][] together = new float[33][outline.features()];
      plan.features(batch, together);
      float[] parameters = Batches.parameters(plan.size());
      for (int row = 0; row < 33; row++) {
        double[] x = new double[4];
        for (int i = 0; i < 4; i++) {
          x[i] = batch.values()[4 * row + i];
        }
        double[] first = layer(Activation.RELU, parameters, 0, x, 19);
        double[] second = layer(Activation.RELU, parameters, 5 * 19, first, 7);
        float[][] alone = new float[row + 1][outline.features()];
        plan.features(Batches.whole(5, row + 1, 1, 4), alone);
        assertThat(alone[row]).as("row %d", row).isEqualTo(together[row]);
        for (int unit = 0; unit < 7; unit++) {
          assertThat((double) together[row][unit]).isCloseTo(second[unit], within(1e-5));
        }
      }
    }
  }

  private static double[] layer(
      Activation activation, float[] parameters, int offset, double[] x, int units) {
    double[] y = new double[units];
    for (int j = 0; j < units; j++) {
      double sum = parameters[offset + units * x.length + j];
      for (int i = 0; i < x.length; i++) {
        sum += parameters[offset + j * x.length + i] * x[i];
      }
      y[j] =
          switch (activation) {
            case IDENTITY -> sum;
            case RELU -> Math.max(0, sum);
            case TANH -> Math.tanh(sum);
            case SIGMOID -> 1 / (1 + Math.exp(-sum));
          };
    }
    return y;
  }

  /** Not of ReLU, whose slope jumps within a difference's reach. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RELU")
  void the_gradient_of_dense_layers_is_what_central_differences_say(Activation activation) {
    Outline outline =
        new Outline(
            4,
            List.of(
                new Dense(6, activation),
                new Recurrent(Cell.GRU, 5),
                new LastStep(),
                new Dropout(0.2),
                new Dense(7, activation)),
            CLASSES);
    Batch batch = Batches.random(2, 9, 6, 4);
    int[] labels = Batches.labels(9, CLASSES);
    try (Plan plan = loaded(outline, 6, 9)) {
      float[] gradient = new float[plan.size()];
      plan.gradient(batch, labels, Batches.once(labels), new Generator(9), gradient);
      float[] ignored = new float[plan.size()];
      float[] parameters = Batches.parameters(plan.size());
      CentralDifferences.assertSlope(
          gradient,
          parameters,
          IntStream.range(0, parameters.length),
          moved -> {
            plan.load(moved);
            return plan.gradient(batch, labels, Batches.once(labels), new Generator(9), ignored);
          });
    }
  }

  @Test
  void the_slope_of_relu_is_one_above_zero_and_zero_below() {
    Outline outline = new Outline(1, List.of(new Dense(2, Activation.RELU)), 2);
    // Two units, one of which every positive input switches off; both speak for class 0.
    float[] parameters = {1, -1, 0, 0, 1, 1, 0, 0, 0, 0};
    try (Plan plan = new Plan(outline, 1, 1)) {
      plan.load(parameters);
      Batch batch = Batches.random(8, 1, 1, 1);
      boolean positive = batch.values()[0] > 0;
      float[] gradient = new float[plan.size()];
      plan.gradient(batch, new int[] {1}, Batches.once(new int[] {1}), new Generator(1), gradient);
      assertThat(gradient[0] == 0).isNotEqualTo(positive);
      assertThat(gradient[1] == 0).isEqualTo(positive);
    }
  }

  @ParameterizedTest
  @EnumSource
  void dense_layers_give_the_same_bits_in_batches_of_every_size(Activation activation) {
    int rows = 70;
    try (Plan plan = loaded(dense(activation), 1, rows)) {
      float[][] together = predict(plan, Batches.whole(5, rows, 1, 4));
      for (int count = 1; count <= rows; count++) {
        float[][] found = predict(plan, Batches.whole(5, count, 1, 4));
        for (int i = 0; i < count; i++) {
          assertThat(found[i]).as("row %d of %d", i, count).isEqualTo(together[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void runs_on_another_thread_than_the_one_that_made_it(Cell cell) {
    Outline outline = new Outline(4, List.of(new Recurrent(cell, 12), new LastStep()), CLASSES);
    Batch batch = Batches.random(4, 9, 6, 4);
    int[] labels = Batches.labels(9, CLASSES);
    try (Plan plan = loaded(outline, 6, 9)) {
      float[] gradient = new float[plan.size()];
      double loss = plan.gradient(batch, labels, Batches.once(labels), new Generator(1), gradient);
      float[][] probabilities = predict(plan, batch);
      float[] elsewhere = new float[plan.size()];
      CompletableFuture.runAsync(
              () -> {
                assertThat(
                        plan.gradient(
                            batch, labels, Batches.once(labels), new Generator(1), elsewhere))
                    .isEqualTo(loss);
                assertThat(predict(plan, batch)).isDeepEqualTo(probabilities);
              },
              task -> new Thread(task, "another").start())
          .join();
      assertThat(elsewhere).isEqualTo(gradient);
    }
  }

  /** Shapes that keep changing, and plans that come and go: -Dplans=10000 takes 13 s. */
  @Test
  void memory_outside_the_heap_stays_where_it_was() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      buildAndClose(random);
    }
    long owned = Pointer.totalBytes();
    long resident = Pointer.physicalBytes();
    for (int i = 0; i < Integer.getInteger("plans", 1_000); i++) {
      buildAndClose(random);
    }
    assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(owned);
    assertThat(Pointer.physicalBytes() - resident).isLessThan(64 * MEGABYTE);
  }

  private static void buildAndClose(Random random) {
    Cell cell = random.nextBoolean() ? Cell.LSTM : Cell.GRU;
    Outline outline =
        new Outline(
            2,
            List.of(
                new Recurrent(cell, 128),
                new Dropout(0.1),
                new Bidirectional(cell, 32),
                new Mask(),
                new StepConvolution(16, 3, Padding.SAME, Activation.RELU),
                new StepPool(Pooling.MAX)),
            CLASSES);
    try (Plan plan = new Plan(outline, 2, 2)) {
      float[] gradient = new float[plan.size()];
      int count = 1 + random.nextInt(2);
      Batch batch = Batches.random(1, count, 2, 2);
      plan.gradient(
          batch,
          Batches.labels(count, CLASSES),
          Batches.once(Batches.labels(count, CLASSES)),
          new Generator(1),
          gradient);
      plan.predict(batch, new float[count][CLASSES]);
    }
  }

  @Test
  void a_plan_forgets_the_shapes_that_it_used_longest_ago() {
    try (Plan plan = loaded(new Outline(2, List.of(), CLASSES), 1, 100)) {
      float[] gradient = new float[plan.size()];
      for (int count = 1; count < 20; count++) {
        plan.gradient(
            Batches.random(1, count, 1, 2),
            Batches.labels(count, CLASSES),
            Batches.once(Batches.labels(count, CLASSES)),
            new Generator(1),
            gradient);
      }
      long few = Pointer.totalBytes();
      for (int count = 20; count < 40; count++) {
        plan.gradient(
            Batches.random(1, count, 1, 2),
            Batches.labels(count, CLASSES),
            Batches.once(Batches.labels(count, CLASSES)),
            new Generator(1),
            gradient);
      }
      // Less where the garbage of others was collected meanwhile.
      assertThat(Pointer.totalBytes() - few).isLessThan(20_000L);
    }
  }

  @Test
  void a_sequence_without_a_last_step_is_refused() {
    assertThatThrownBy(() -> new Outline(2, List.of(new Recurrent(Cell.GRU, 3)), CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never chooses");
    assertThatThrownBy(() -> new Plan(dense(Activation.TANH), 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 steps found, 1 expected");
  }
}
