package io.thalweg.models.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import io.thalweg.models.learning.Learning.Steps;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.Update.Applied;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Pooling;
import io.thalweg.models.plan.Cell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Networks that learn from the labels of all steps of a window. */
class StepLabelsTest {
  private static final int STEPS = 6;
  private static final Architecture NETWORK = new Architecture.Recurrent(Cell.GRU, 8, 1, 0.1);
  private static final ModelSpec ALL = spec(NETWORK, Steps.ALL);
  private static final ModelSpec NEWEST = spec(NETWORK, Steps.NEWEST);

  private static ModelSpec spec(Architecture network, Steps steps) {
    return new ModelSpec(
        new Features(List.of("x"), List.of(), false, true),
        List.of("DOWN", "UP"),
        STEPS,
        network,
        new Learning(Updater.ADAM, 0.01, 8, 2, 100, 1, 17).withSteps(steps));
  }

  /** Whether the sum of the newest two numbers is above 0: a step's label needs the one before. */
  private record Sums(double[] numbers) {
    static Sums random(long seed, int count) {
      return new Sums(new Random(seed).doubles(count, -1, 1).toArray());
    }

    int label(int i) {
      return numbers[i] + (i == 0 ? 0 : numbers[i - 1]) > 0 ? 1 : 0;
    }

    /** Every third label is not known. */
    Row[] window(int newest, boolean labels) {
      int first = Math.max(0, newest + 1 - STEPS);
      Row[] window = new Row[newest + 1 - first];
      for (int i = 0; i < window.length; i++) {
        int number = first + i;
        double label = labels && number % 3 != 0 ? label(number) : Target.NONE;
        window[i] = new Row(new double[] {numbers[number]}, new String[0], Double.NaN, label);
      }
      return window;
    }
  }

  private static final Sums SUMS = Sums.random(3, 1_000);

  private static void learn(Learner learner, int from, int to, boolean labels) {
    for (int i = from; i < to; i++) {
      learner.add(SUMS.window(i, labels), SUMS.label(i));
      if (learner.full()) {
        assertThat(learner.learn()).isInstanceOf(Applied.class);
      }
    }
  }

  private static double accuracy(Learner learner) {
    Row[][] windows = new Row[200][];
    for (int i = 0; i < 200; i++) {
      windows[i] = SUMS.window(800 + i, false);
    }
    float[][] answers = new float[200][2];
    learner.predict(windows, 200, answers);
    int right = 0;
    for (int i = 0; i < 200; i++) {
      right += answers[i][SUMS.label(800 + i)] > 0.5 ? 1 : 0;
    }
    return right / 200.0;
  }

  @Test
  void the_labels_of_all_steps_teach_more_than_the_newest_ones() {
    try (Learner all = Learner.create(ALL);
        Learner newest = Learner.create(NEWEST)) {
      learn(all, 0, 400, true);
      learn(newest, 0, 400, true);
      assertThat(accuracy(all)).isGreaterThan(0.8).isGreaterThan(accuracy(newest));
    }
  }

  @Test
  void without_earlier_labels_the_newest_one_teaches_as_ever() {
    try (Learner all = Learner.create(ALL);
        Learner newest = Learner.create(NEWEST)) {
      for (int i = 0; i < 7; i++) {
        all.add(SUMS.window(i, false), SUMS.label(i));
        newest.add(SUMS.window(i, false), SUMS.label(i));
      }
      Applied found = (Applied) all.learn();
      Applied expected = (Applied) newest.learn();
      // Dropout is drawn for each step there, for the newest one only here.
      assertThat(found.loss()).isCloseTo(expected.loss(), within(0.1));
      assertThat(found.examples()).isEqualTo(expected.examples());
    }
    ModelSpec dry = spec(new Architecture.Recurrent(Cell.GRU, 8, 1, 0), Steps.ALL);
    try (Learner all = Learner.create(dry);
        Learner newest = Learner.create(spec(dry.network(), Steps.NEWEST))) {
      learn(all, 0, 64, false);
      learn(newest, 0, 64, false);
      float[][] found = new float[1][2];
      float[][] expected = new float[1][2];
      all.predict(new Row[][] {SUMS.window(70, false)}, 1, found);
      newest.predict(new Row[][] {SUMS.window(70, false)}, 1, expected);
      assertThat(found[0]).containsExactly(expected[0], within(1e-5f));
    }
  }

  @Test
  void restored_at_any_moment_it_goes_on_bit_for_bit() {
    Map<Integer, byte[]> chunks = new HashMap<>();
    Learner original = Learner.create(ALL);
    Learner restored = Learner.create(ALL);
    for (int i = 0; i < 60; i++) {
      learn(original, i, i + 1, true);
      learn(restored, i, i + 1, true);
      chunks.putAll(restored.takeChangedChunks());
      byte[] core = restored.core();
      restored.close();
      restored = Learner.restore(ALL, core, chunks.values());
      assertThat(restored.core()).isEqualTo(original.core());
    }
    original.close();
    restored.close();
  }

  /** What is published answers at the newest step, whoever learned it how. */
  @Test
  void a_job_may_go_from_one_to_the_other() {
    assertThat(ALL.fingerprint()).isEqualTo(NEWEST.fingerprint());
    try (Learner learner = Learner.create(ALL);
        Predictor predictor = Predictor.create(NEWEST)) {
      learn(learner, 0, 80, true);
      predictor.load(learner.version(), learner.model());
      float[][] expected = new float[40][2];
      float[][] found = new float[40][2];
      Row[][] windows = new Row[40][];
      for (int i = 0; i < 40; i++) {
        windows[i] = SUMS.window(80 + i, true);
      }
      learner.predict(windows, 40, expected);
      predictor.predict(windows, 40, found);
      assertThat(found).isDeepEqualTo(expected);
      try (Learner changed =
          Learner.restore(NEWEST, learner.core(), learner.takeChangedChunks().values())) {
        learn(changed, 80, 160, true);
        assertThat(changed.version()).isEqualTo(20);
      }
    }
  }

  @Test
  void a_label_that_is_no_class_is_refused() {
    try (Learner learner = Learner.create(ALL)) {
      Row[] window = SUMS.window(4, true);
      window[1] = window[1].withLabel(2);
      assertThatThrownBy(() -> learner.add(window, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("label 2.0 found in row 1 of a window");
    }
  }

  @Test
  void a_network_that_does_not_answer_at_each_step_is_refused() {
    Architecture pooled = new Architecture.Recurrent(Cell.GRU, 8, 1, 0, null, false, Pooling.MAX);
    Architecture both = new Architecture.Recurrent(Cell.GRU, 8, 1, 0, null, true, Pooling.LAST);
    for (Architecture network : List.of(pooled, both, new Architecture.Constant())) {
      assertThatThrownBy(() -> spec(network, Steps.ALL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("labels of all steps found with ");
    }
  }
}
