package io.thalweg.models.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import io.thalweg.models.plan.ImageLayer.Convolution;
import io.thalweg.models.plan.ImageLayer.Image;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Dropout;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Recurrent;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepsTest {
  private static final int INPUTS = 3;
  private static final int CLASSES = 4;
  private static final int LENGTH = 6;

  private static Plan plan(Cell cell) {
    Outline outline =
        new Outline(
            INPUTS,
            List.of(
                new Recurrent(cell, 7),
                new Dropout(0.5),
                new Recurrent(cell, 5),
                new LastStep(),
                new Dense(6, Activation.TANH)),
            CLASSES);
    Plan plan = new Plan(outline, LENGTH, 8);
    plan.load(parameters(plan.size(), 1));
    return plan;
  }

  private static float[] parameters(int size, long seed) {
    Random random = new Random(seed);
    float[] parameters = new float[size];
    for (int i = 0; i < size; i++) {
      parameters[i] = (float) (0.4 * random.nextGaussian());
    }
    return parameters;
  }

  /** [step, sequence, input]. */
  private static float[][][] inputs(int sequences) {
    Random random = new Random(2);
    float[][][] inputs = new float[LENGTH][sequences][INPUTS];
    for (float[][] step : inputs) {
      for (float[] sequence : step) {
        for (int i = 0; i < INPUTS; i++) {
          sequence[i] = (float) random.nextGaussian();
        }
      }
    }
    return inputs;
  }

  private static float[] flat(float[][] step) {
    float[] flat = new float[step.length * INPUTS];
    for (int i = 0; i < step.length; i++) {
      System.arraycopy(step[i], 0, flat, i * INPUTS, INPUTS);
    }
    return flat;
  }

  private static float[] window(Plan plan, float[][][] inputs, int sequence, int from, int to) {
    Row[] rows = new Row[to - from];
    for (int i = 0; i < rows.length; i++) {
      float[] step = inputs[from + i][sequence];
      rows[i] = new Row(new double[] {step[0], step[1], step[2]}, new String[0], Double.NaN);
    }
    Batch batch = new Batch(1, LENGTH, INPUTS);
    var features = new Features(List.of("a", "b", "c"), List.of(), false, false);
    new Encoder(features, CLASSES).encode(rows, batch);
    float[][] probabilities = new float[1][CLASSES];
    plan.predict(batch, probabilities);
    return probabilities[0];
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void each_step_is_answered_as_the_window_that_ends_with_it(Cell cell) {
    float[][][] inputs = inputs(5);
    float[][] probabilities = new float[5][CLASSES];
    try (Plan plan = plan(cell);
        Steps steps = plan.steps(5)) {
      for (int step = 0; step < LENGTH; step++) {
        if (step == 3) {
          steps.forget(1);
        }
        steps.predict(flat(inputs[step]), probabilities);
        for (int sequence = 0; sequence < 5; sequence++) {
          int first = sequence == 1 && step >= 3 ? 3 : 0;
          float[] expected = window(plan, inputs, sequence, first, step + 1);
          assertThat(probabilities[sequence]).containsExactly(expected, within(1e-6f));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 33})
  void an_answer_has_the_same_bits_whatever_the_other_sequences_are(int sequences) {
    float[][][] inputs = inputs(40);
    try (Plan plan = plan(Cell.GRU);
        Steps all = plan.steps(40);
        Steps some = plan.steps(sequences)) {
      float[][] expected = new float[40][CLASSES];
      float[][] found = new float[sequences][CLASSES];
      for (float[][] step : inputs) {
        all.predict(flat(step), expected);
        some.predict(flat(Arrays.copyOfRange(step, 40 - sequences, 40)), found);
        assertThat(found).isDeepEqualTo(Arrays.copyOfRange(expected, 40 - sequences, 40));
      }
    }
  }

  @Test
  void the_next_step_is_answered_with_parameters_that_were_loaded_meanwhile() {
    float[] inputs = flat(inputs(1)[0]);
    float[][] probabilities = new float[1][CLASSES];
    try (Plan plan = plan(Cell.GRU);
        Plan other = plan(Cell.GRU);
        Steps steps = plan.steps(1)) {
      steps.predict(inputs, probabilities);
      plan.load(parameters(plan.size(), 9));
      steps.forget(0);
      steps.predict(inputs, probabilities);
      other.load(parameters(plan.size(), 9));
      try (Steps fresh = other.steps(1)) {
        float[][] expected = new float[1][CLASSES];
        fresh.predict(inputs, expected);
        assertThat(probabilities).isDeepEqualTo(expected);
      }
    }
  }

  @Test
  void a_network_of_images_has_no_state_to_carry() {
    var convolution = new Convolution(new Image(3, 3, 1), 2, 3, Activation.RELU);
    try (Plan plan = new Plan(new Outline(9, List.of(convolution), 2), 1, 2)) {
      assertThatThrownBy(() -> plan.steps(1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("only recurrent and dense layers expected");
    }
  }
}
