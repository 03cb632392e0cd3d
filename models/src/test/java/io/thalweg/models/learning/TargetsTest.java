package io.thalweg.models.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.plan.Cell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers as labels, and losses other than cross-entropy. */
class TargetsTest {
  private static final int LENGTH = 1_200;
  private static final Row[] ROWS = new Row[LENGTH];
  private static final double[] LABELS = new double[LENGTH];

  static {
    Random random = new Random(11);
    for (int i = 0; i < LENGTH; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      ROWS[i] =
          new Row(
              new double[] {100 + 5 * x, y}, new String[0], i == 0 ? Target.NONE : LABELS[i - 1]);
      LABELS[i] = 40_000 + 3_000 * x - 2_000 * y + 50 * random.nextGaussian();
    }
  }

  private static ModelSpec spec(Target target, Loss loss, Architecture network, int steps) {
    Learning learning = new Learning(Updater.ADAM, 0.01, 8, 2, 200, 1, 17).withLoss(loss);
    Features features = new Features(List.of("x", "y"), List.of(), true, true);
    return new ModelSpec(features, target, steps, network, learning, null);
  }

  private static ModelSpec forecast(Loss loss) {
    return spec(
        new Target.Quantity(),
        loss,
        new Architecture.FeedForward(List.of(16), Activation.TANH, 0),
        1);
  }

  private static void learn(Learner learner, int from, int to) {
    for (int i = from; i < to; i++) {
      learner.add(new Row[] {ROWS[i]}, LABELS[i]);
      if (learner.full()) {
        learner.learn();
      }
    }
  }

  private static float[][] predict(Learner learner, int from, int count) {
    float[][] answers = new float[count][1];
    Row[][] windows = new Row[count][];
    for (int i = 0; i < count; i++) {
      windows[i] = new Row[] {ROWS[from + i]};
    }
    learner.predict(windows, count, answers);
    return answers;
  }

  @ParameterizedTest
  @EnumSource(names = {"MSE", "HUBER"})
  void a_number_is_predicted_in_its_own_unit(Loss loss) {
    try (Learner learner = Learner.create(forecast(loss))) {
      assertThat(predict(learner, 0, 1)[0][0]).isZero();
      learn(learner, 0, 1_000);
      float[][] answers = predict(learner, 1_000, 200);
      double error = 0;
      for (int i = 0; i < 200; i++) {
        error += Math.abs(answers[i][0] - LABELS[1_000 + i]) / 200;
      }
      // The mean's error is about 2,900, the noise's 40.
      assertThat(error).isLessThan(400);
    }
  }

  @Test
  void a_learner_of_numbers_restored_at_any_moment_goes_on_bit_for_bit() {
    ModelSpec spec = forecast(Loss.MSE);
    Map<Integer, byte[]> chunks = new HashMap<>();
    Learner original = Learner.create(spec);
    Learner restored = Learner.create(spec);
    for (int i = 0; i < 60; i++) {
      learn(original, i, i + 1);
      learn(restored, i, i + 1);
      chunks.putAll(restored.takeChangedChunks());
      byte[] core = restored.core();
      restored.close();
      restored = Learner.restore(spec, core, chunks.values());
      assertThat(restored.core()).isEqualTo(original.core());
    }
    try (Predictor predictor = Predictor.create(spec)) {
      predictor.load(restored.version(), restored.model());
      float[][] answers = new float[1][1];
      predictor.predict(new Row[][] {{ROWS[70]}}, 1, answers);
      assertThat(answers[0]).isEqualTo(predict(original, 70, 1)[0]);
    }
    original.close();
    restored.close();
  }

  @Test
  void an_answer_is_the_same_in_any_company() {
    try (Learner learner = Learner.create(forecast(Loss.MSE))) {
      learn(learner, 0, 80);
      float[][] together = predict(learner, 100, 70);
      for (int i = 0; i < 70; i++) {
        assertThat(predict(learner, 100 + i, 1)[0]).isEqualTo(together[i]);
      }
    }
  }

  @Test
  void an_absurd_label_does_not_ruin_what_comes_after_it() {
    try (Learner learner = Learner.create(forecast(Loss.MSE))) {
      learn(learner, 0, 400);
      learner.add(new Row[] {ROWS[400]}, 1e12);
      learn(learner, 401, 1_100);
      float[][] answers = predict(learner, 1_100, 100);
      double error = 0;
      for (int i = 0; i < 100; i++) {
        error += Math.abs(answers[i][0] - LABELS[1_100 + i]) / 100;
      }
      assertThat(error).isLessThan(800);
    }
  }

  @Test
  void a_label_beyond_32_bits_is_refused() {
    try (Learner learner = Learner.create(forecast(Loss.MSE))) {
      assertThatThrownBy(() -> learner.add(new Row[] {ROWS[0]}, 1e300))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1.0E300 found", "a number within ±3.4e38 expected");
    }
  }

  /** A survey's first example: 10-5-1 with sigmoid, squared error and plain gradient descent. */
  @ParameterizedTest
  @EnumSource(names = {"MSE", "BINARY_CROSS_ENTROPY"})
  void one_sigmoid_tells_two_classes(Loss loss) {
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    ModelSpec spec =
        new ModelSpec(
            new Features(names, List.of(), false, true),
            new Target.Classes(List.of("NO", "YES")),
            1,
            new Architecture.FeedForward(List.of(5), Activation.SIGMOID, 0),
            new Learning(Updater.SGD, 1, 8, 2, 200, 0, 3).withLoss(loss),
            null);
    Random random = new Random(1);
    int right = 0;
    try (Learner learner = Learner.create(spec)) {
      for (int i = 0; i < 3_000; i++) {
        Row row = new Row(random.doubles(10, -1, 1).toArray(), new String[0], Target.NONE);
        int label = row.numeric()[0] + row.numeric()[3] > 0.2 ? 1 : 0;
        float[][] answers = new float[1][2];
        learner.predict(new Row[][] {{row}}, 1, answers);
        assertThat(answers[0][0] + answers[0][1]).isEqualTo(1, within(1e-6f));
        right += i >= 2_000 && answers[0][1] > 0.5 == (label == 1) ? 1 : 0;
        learner.add(new Row[] {row}, label);
        if (learner.full()) {
          learner.learn();
        }
      }
    }
    assertThat(right).isGreaterThan(930);
  }

  @Test
  void what_parameters_mean_is_in_the_fingerprint_and_how_they_are_learned_is_not() {
    Architecture network = new Architecture.Recurrent(Cell.GRU, 8, 1, 0);
    Target two = new Target.Classes(List.of("a", "b"));
    String softmax = spec(two, null, network, 4).fingerprint();
    String sigmoid = spec(two, Loss.BINARY_CROSS_ENTROPY, network, 4).fingerprint();
    String number = spec(new Target.Quantity(), Loss.MSE, network, 4).fingerprint();

    assertThat(softmax).isNotEqualTo(sigmoid).isNotEqualTo(number);
    assertThat(sigmoid)
        .isNotEqualTo(number)
        .isEqualTo(spec(two, Loss.MSE, network, 4).fingerprint());
    assertThat(number).isEqualTo(spec(new Target.Quantity(), Loss.HUBER, network, 4).fingerprint());
    assertThat(softmax).isEqualTo(spec(two, Loss.CROSS_ENTROPY, network, 4).fingerprint());
  }

  @Test
  void a_loss_that_is_not_one_of_the_target_is_refused() {
    Architecture network = new Architecture.Recurrent(Cell.GRU, 8, 1, 0);
    Target three = new Target.Classes(List.of("a", "b", "c"));
    for (Loss loss : List.of(Loss.BINARY_CROSS_ENTROPY, Loss.MSE, Loss.HUBER)) {
      assertThatThrownBy(() -> spec(three, loss, network, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(loss.name());
    }
    assertThatThrownBy(() -> spec(new Target.Quantity(), Loss.CROSS_ENTROPY, network, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
