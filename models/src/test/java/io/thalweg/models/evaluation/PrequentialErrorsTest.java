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

class PrequentialErrorsTest {
  @Test
  void errors_are_means_in_the_unit_of_the_label() {
    PrequentialErrors errors = new PrequentialErrors(10);
    errors.add(10, new float[] {7}, Double.NaN);
    errors.add(12, new float[] {13}, 10);
    errors.add(8, new float[] {8}, 12);

    assertThat(errors.examples()).isEqualTo(3);
    assertThat(errors.all().meanAbsolute()).isEqualTo(4 / 3.0);
    assertThat(errors.all().rootMeanSquared()).isCloseTo(Math.sqrt(10 / 3.0), within(1e-12));
    assertThat(errors.all().noChangeMeanAbsolute()).isEqualTo(3);
    assertThat(errors.all().skill()).isCloseTo(1 - 1 / 6.0, within(1e-12));
  }

  @Test
  void an_answer_that_is_not_finite_does_not_stay_in_the_sums_for_ever() {
    PrequentialErrors errors = new PrequentialErrors(2);
    errors.add(1, new float[] {Float.NaN}, Double.NaN);
    errors.add(1, new float[] {Float.POSITIVE_INFINITY}, 1);
    assertThat(errors.all().meanAbsolute()).isFinite().isGreaterThan(1e38);
    errors.add(1, new float[] {1}, 1);
    errors.add(1, new float[] {2}, 1);

    assertThat(errors.window().meanAbsolute()).isEqualTo(0.5);
    assertThat(errors.all().rootMeanSquared()).isFinite();
  }

  @Test
  void before_the_first_example_nothing_is_known_and_a_label_that_never_moves_leaves_no_skill() {
    PrequentialErrors errors = new PrequentialErrors(1);
    assertThat(errors.all().meanAbsolute()).isNaN();
    errors.add(5, new float[] {6}, 5);
    assertThat(errors.all().skill()).isZero();
  }

  @Test
  void the_window_holds_the_newest_whatever_its_size_was_before_and_after_a_restore()
      throws IOException {
    Random random = new Random(7);
    PrequentialErrors whole = new PrequentialErrors(20);
    PrequentialErrors changing = new PrequentialErrors(50);
    double[][] examples = new double[200][];
    for (int i = 0; i < examples.length; i++) {
      examples[i] =
          new double[] {
            random.nextGaussian(),
            random.nextGaussian(),
            i == 0 ? Double.NaN : random.nextGaussian()
          };
    }
    for (int i = 0; i < examples.length; i++) {
      add(whole, examples[i]);
      add(changing, examples[i]);
      if (i == 90) {
        changing = changing.withWindow(20);
      }
      changing = copy(changing);
      if (i > 90) {
        assertThat(changing.window()).isEqualTo(whole.window());
      }
    }
    assertThat(changing.all()).isEqualTo(whole.all());

    PrequentialErrors larger = copy(changing.withWindow(40));
    assertThat(larger.window()).isEqualTo(whole.window());
    PrequentialErrors newest = new PrequentialErrors(40);
    for (int i = 180; i < 200; i++) {
      add(newest, examples[i]);
    }
    assertThat(larger.window()).isEqualTo(newest.window());
  }

  private static void add(PrequentialErrors errors, double[] example) {
    errors.add(example[0], new float[] {(float) example[1]}, example[2]);
  }

  private static PrequentialErrors copy(PrequentialErrors errors) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    errors.write(new DataOutputStream(bytes));
    return PrequentialErrors.read(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  @Test
  void bytes_of_something_else_are_refused() {
    byte[] others = new byte[64];
    assertThatThrownBy(
            () -> PrequentialErrors.read(new DataInputStream(new ByteArrayInputStream(others))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format 0");
  }
}
