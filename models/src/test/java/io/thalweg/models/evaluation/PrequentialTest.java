package io.thalweg.models.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrequentialTest {
  @Test
  void figures_are_those_worked_out_by_hand() {
    Prequential prequential = new Prequential(2, 100);
    // labels 0 1 1 0, predicted 0 1 0 0, before − 0 1 1
    prequential.add(0, new float[] {0.75f, 0.25f}, -1);
    prequential.add(1, new float[] {0.25f, 0.75f}, 0);
    prequential.add(1, new float[] {0.5f, 0.5f}, 1);
    prequential.add(0, new float[] {1, 0}, 1);
    Figures figures = prequential.all();
    assertThat(figures.accuracy()).isEqualTo(0.75);
    assertThat(figures.noChangeAccuracy()).isEqualTo(0.25);
    // chance: 1/2 · 3/4 + 1/2 · 1/4 = 1/2
    assertThat(figures.kappa()).isCloseTo(0.5, within(1e-12));
    assertThat(figures.kappaTemporal()).isCloseTo(0.5 / 0.75, within(1e-12));
    assertThat(figures.logLoss())
        .isCloseTo((-2 * Math.log(0.75) - Math.log(0.5)) / 4, within(1e-12));
    assertThat(prequential.window()).isEqualTo(figures);
  }

  @Test
  void a_certain_mistake_costs_a_bounded_log_loss() {
    Prequential prequential = new Prequential(2, 1);
    prequential.add(0, new float[] {0, 1}, 0);
    assertThat(prequential.all().logLoss()).isCloseTo(-Math.log(1e-15), within(1e-9));
  }

  @Test
  void without_examples_figures_are_not_numbers() {
    assertThat(new Prequential(2, 3).all().accuracy()).isNaN();
  }

  @Test
  void kappas_are_zero_where_the_baseline_is_always_right() {
    Prequential prequential = new Prequential(2, 3);
    prequential.add(1, new float[] {0, 1}, 1);
    assertThat(prequential.all().kappa()).isZero();
    assertThat(prequential.all().kappaTemporal()).isZero();
  }

  @Test
  void the_window_is_exactly_the_newest_examples() {
    Random random = new Random(3);
    Prequential whole = new Prequential(3, 50);
    Prequential newest = new Prequential(3, 1000);
    for (int i = 0; i < 333; i++) {
      int label = random.nextInt(3);
      float[] probabilities = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
      int before = random.nextInt(3);
      whole.add(label, probabilities, before);
      if (i >= 283) {
        newest.add(label, probabilities, before);
      }
    }
    Figures window = whole.window();
    Figures expected = newest.all();
    assertThat(window.logLoss()).isCloseTo(expected.logLoss(), within(1e-12));
    assertThat(window.accuracy()).isEqualTo(expected.accuracy());
    assertThat(window.kappa()).isEqualTo(expected.kappa());
    assertThat(window.kappaTemporal()).isEqualTo(expected.kappaTemporal());
    assertThat(window.noChangeAccuracy()).isEqualTo(expected.noChangeAccuracy());
  }

  @Test
  void it_goes_on_from_its_bytes_as_if_nothing_had_happened() throws IOException {
    Random random = new Random(5);
    Prequential original = new Prequential(2, 7);
    Prequential copied = new Prequential(2, 7);
    for (int i = 0; i < 40; i++) {
      int label = random.nextInt(2);
      float[] probabilities = {random.nextFloat(), random.nextFloat()};
      original.add(label, probabilities, i % 2);
      copied.add(label, probabilities, i % 2);
      copied = Prequential.read(in(bytes(copied)));
      assertThat(copied.window()).isEqualTo(original.window());
      assertThat(copied.all()).isEqualTo(original.all());
    }
    assertThat(bytes(copied)).isEqualTo(bytes(original));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 13, 20, 100})
  void a_changed_window_is_that_of_the_newest_examples(int resized) throws IOException {
    Random random = new Random(9);
    Prequential changed = new Prequential(2, 13);
    Prequential newest = new Prequential(2, resized);
    for (int i = 0; i < 150; i++) {
      int label = random.nextInt(2);
      float[] probabilities = {random.nextFloat(), random.nextFloat()};
      if (i == 40) {
        changed = changed.withWindow(resized);
      }
      if (i >= 40 - Math.min(13, resized)) {
        newest.add(label, probabilities, 1 - label);
      }
      changed.add(label, probabilities, 1 - label);
      if (i >= 40) {
        changed = Prequential.read(in(bytes(changed)));
        assertThat(changed.window()).isEqualTo(newest.window());
        assertThat(changed.examples()).isEqualTo(i + 1);
      }
    }
  }

  @Test
  void other_bytes_are_refused() {
    byte[] huge = {0, 0, 0, 2, 0, 0, 0, 2, 0x7f, 0, 0, 0};
    assertThatThrownBy(() -> Prequential.read(in(huge)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("window of 2130706432 found");
    assertThatThrownBy(() -> Prequential.read(in(new byte[] {0, 0, 0, 1})))
        .hasMessage("prequential format 1 found, 2 expected");
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static byte[] bytes(Prequential prequential) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    prequential.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
