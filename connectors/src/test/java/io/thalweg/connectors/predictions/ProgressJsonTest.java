package io.thalweg.connectors.predictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressJsonTest {
  private static final LearningProgress PROGRESS =
      new LearningProgress(
          "electricity",
          831391200000L,
          384,
          12,
          1,
          Double.NaN,
          Figures.ofClasses(0.8, 0.75, 0.6, 0.2, 0.4),
          Figures.ofClasses(0.9, 0.7, Double.NaN, -0.5, 0.1));

  @Test
  void progress_is_one_object_in_snake_case_with_null_for_nan() {
    assertThat(new String(new ProgressJson().write(PROGRESS), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"model\":\"electricity\",\"event_time\":831391200000,\"examples\":384,"
                + "\"model_version\":12,\"refused_updates\":1,\"loss\":null,"
                + "\"all\":{\"accuracy\":0.8,\"no_change_accuracy\":0.75,\"kappa\":0.6,"
                + "\"kappa_temporal\":0.2,\"log_loss\":0.4},"
                + "\"window\":{\"accuracy\":0.9,\"no_change_accuracy\":0.7,\"kappa\":null,"
                + "\"kappa_temporal\":-0.5,\"log_loss\":0.1}}");
  }

  @Test
  void progress_of_numbers_has_their_figures_and_reads_back() {
    LearningProgress numbers =
        new LearningProgress(
            "m",
            1,
            2,
            3,
            0,
            0.5,
            Figures.ofNumbers(1.5, 2, 3, 0.5),
            Figures.ofNumbers(1, 2, Double.NaN, Double.NaN));
    byte[] written = new ProgressJson().write(numbers);

    assertThat(new String(written, StandardCharsets.UTF_8))
        .endsWith(
            "\"all\":{\"mean_absolute_error\":1.5,\"root_mean_squared_error\":2.0,"
                + "\"no_change_mean_absolute_error\":3.0,\"skill\":0.5},"
                + "\"window\":{\"mean_absolute_error\":1.0,\"root_mean_squared_error\":2.0,"
                + "\"no_change_mean_absolute_error\":null,\"skill\":null}}");
    assertThat(ProgressJson.read(written)).isEqualTo(numbers);
    assertThat(numbers.all().ofNumbers()).isTrue();
    assertThat(PROGRESS.all().ofNumbers()).isFalse();
  }

  @Test
  void progress_reads_back() {
    assertThat(ProgressJson.read(new ProgressJson().write(PROGRESS))).isEqualTo(PROGRESS);
  }

  @Test
  void what_is_no_progress_is_refused_with_the_field() {
    byte[] value = "{\"model\":\"m\",\"event_time\":1.5}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ProgressJson.read(value))
        .hasMessage("field 'event_time': 1.5 found, an integer expected");
  }
}
