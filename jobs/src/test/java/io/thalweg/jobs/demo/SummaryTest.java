package io.thalweg.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
  @TempDir private Path folder;

  @Test
  void figures_are_one_json_object() throws IOException {
    Path file = folder.resolve("new").resolve("figures.json");

    summary(0.88).json().write(file);

    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.get("records").asLong()).isEqualTo(1_000);
    assertThat(json.get("prequential_accuracy").asDouble()).isEqualTo(0.88);
    assertThat(json.get("no_change_accuracy").asDouble()).isEqualTo(0.85);
    assertThat(json.get("prequential_f1").asDouble()).isEqualTo(0.9);
    assertThat(json.get("prequential_f1_newest").asDouble()).isEqualTo(0.95);
    assertThat(json.get("test_accuracy").isNull()).isTrue();
    assertThat(json.get("records_per_second").asDouble()).isEqualTo(250);
    assertThat(json.get("seconds_to_first_prediction").asDouble()).isEqualTo(9.5);
    assertThat(json.get("latency_p50_ms").asDouble()).isEqualTo(3);
    assertThat(json.get("latency_p99_ms").asDouble()).isEqualTo(20);
    assertThat(json.get("model_version").asLong()).isEqualTo(31);
    assertThat(json.get("model_checksum").asText()).isEqualTo("ab".repeat(32));
  }

  @Test
  void what_does_not_exist_is_null() throws IOException {
    JsonNode json = new ObjectMapper().readTree(summary(Double.NaN).json().text());

    assertThat(json.get("prequential_accuracy").isNull()).isTrue();
  }

  private static Summary summary(double accuracy) {
    return new Summary(
        1_000,
        0,
        accuracy,
        0.85,
        0.7,
        0.2,
        0.3,
        0.9,
        0.95,
        Double.NaN,
        4,
        9.5,
        3,
        20,
        31,
        "ab".repeat(32));
  }
}
