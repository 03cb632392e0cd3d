package io.thalweg.connectors.predictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PredictionJsonTest {
  private final PredictionJson json = new PredictionJson(List.of("DOWN", "\"UP\"\n"));

  @Test
  void prediction_is_one_object_in_snake_case() {
    Prediction prediction =
        new Prediction("e-0-17", "NSW", 831391200000L, 1, new float[] {0.3f, 0.7f}, 12, 0.41749);
    assertThat(text(json.write(prediction)))
        .isEqualTo(
            "{\"id\":\"e-0-17\",\"key\":\"NSW\",\"time\":831391200000,\"class\":\"\\\"UP\\\"\\n\","
                + "\"probabilities\":{\"DOWN\":0.3,\"\\\"UP\\\"\\n\":0.7},\"model_version\":12,"
                + "\"took_ms\":0.417}");
  }

  @Test
  void prediction_of_a_number_has_a_value() {
    PredictionJson numbers = new PredictionJson(List.of());
    Prediction prediction = new Prediction("e-0-17", "NSW", 831391200000L, 7.25f, 12, 0.41749);

    byte[] written = numbers.write(prediction);

    assertThat(text(written))
        .isEqualTo(
            "{\"id\":\"e-0-17\",\"key\":\"NSW\",\"time\":831391200000,\"value\":7.25,"
                + "\"model_version\":12,\"took_ms\":0.417}");
    assertThat(numbers.read(written).value()).isEqualTo(7.25f);
    assertThat(numbers.read(written).label()).isEqualTo(-1);
    assertThat(numbers.read(written).probabilities()).isEmpty();
  }

  @Test
  void stream_of_one_sequence_has_null_for_a_key_and_nan_is_null() {
    Prediction prediction =
        new Prediction("é😀", "", 0, 0, new float[] {Float.NaN, 1e-10f}, 0, Double.NaN);
    assertThat(text(json.write(prediction)))
        .isEqualTo(
            "{\"id\":\"é😀\",\"key\":null,\"time\":0,\"class\":\"DOWN\",\"probabilities\":"
                + "{\"DOWN\":null,\"\\\"UP\\\"\\n\":1.0E-10},\"model_version\":0,\"took_ms\":null}");
  }

  @Test
  void what_is_written_reads_back_bit_for_bit() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      float probability = random.nextFloat() * (float) Math.pow(10, -random.nextInt(40));
      Prediction written =
          new Prediction(
              "id" + i,
              random.nextBoolean() ? "" : "k" + random.nextInt(),
              random.nextLong(1L << 48),
              random.nextInt(2),
              new float[] {probability, 1 - probability},
              random.nextLong(1L << 62),
              random.nextInt(1000) / 1000.0);
      Prediction read = json.read(json.write(written));
      assertThat(read)
          .usingRecursiveComparison()
          .withComparatorForType(Float::compare, Float.class)
          .isEqualTo(written);
      assertThat(read.probabilities()).containsExactly(written.probabilities());
    }
  }

  @Test
  void text_that_utf_8_cannot_hold_is_repaired_and_the_next_record_is_whole() throws Exception {
    Prediction odd = new Prediction("a\uD800b\uDC00", "\uDBFF", 0, 0, new float[] {1, 0}, 0, 0);
    assertThat(new ObjectMapper().readTree(json.write(odd)).get("id").asText())
        .isEqualTo("a\uFFFDb\uFFFD");
    assertThat(json.read(json.write(odd)).key()).isEqualTo("\uFFFD");
  }

  @Test
  void prediction_for_other_classes_is_refused() {
    Prediction three = new Prediction("i", "", 0, 2, new float[] {0, 0, 1}, 0, 0);
    assertThatThrownBy(() -> json.write(three))
        .hasMessage("a prediction of class 2 among 3 found, 2 classes expected");
    byte[] other = new PredictionJson(List.of("A", "B", "C")).write(three);
    assertThatThrownBy(() -> json.read(other)).hasMessage("field 'DOWN': absent");
    assertThatThrownBy(() -> json.read("[1]".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("a prediction as a JSON object expected");
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }
}
