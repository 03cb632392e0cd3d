package io.thalweg.connectors.predictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.connectors.predictions.LearningProgress.Figures;
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
          new Figures(0.8, 0.75, 0.6, 0.2, 0.4),
          new Figures(0.9, 0.7, Double.NaN, -0.5, 0.1));

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
