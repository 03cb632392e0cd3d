package io.thalweg.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.jobs.embedded.Embedded;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  private static final int RECORDS = 2_000;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void the_first_records_are_predicted_learned_and_summed_up() throws Exception {
    StringWriter out = new StringWriter();
    Path figures = folder.resolve("figures.json");
    JobSpec job = JobFile.read(Path.of("..", "examples", "electricity.yaml"));
    DemoOptions options =
        new DemoOptions(
            RECORDS,
            OptionalDouble.empty(),
            Optional.of(figures),
            false,
            new Embedded.Settings(Optional.of(folder.resolve("state")), true, 0, 0, 1),
            Instant.now());
    List<String> brokers = new ArrayList<>();

    Demo.plain(Elec2.stream(), job, options, new PrintWriter(out)).run(brokers::add);

    JsonNode json = new ObjectMapper().readTree(figures.toFile());
    assertThat(json.get("records").asInt()).isEqualTo(RECORDS);
    assertThat(json.get("rejected").asInt()).isZero();
    assertThat(json.get("prequential_accuracy").asDouble()).isBetween(0.75, 0.95);
    assertThat(json.get("no_change_accuracy").asDouble()).isBetween(0.80, 0.90);
    // Batches of 32; the last is not full.
    assertThat(json.get("model_version").asInt()).isBetween(RECORDS / 32, RECORDS / 32 + 1);
    assertThat(json.get("model_checksum").asText()).matches("[0-9a-f]{64}");
    assertThat(json.get("seconds_to_first_prediction").asDouble()).isPositive();
    assertThat(json.get("latency_p50_ms").asDouble())
        .isLessThanOrEqualTo(json.get("latency_p99_ms").asDouble());
    assertThat(out.toString())
        .contains("2,000 of 2,000 records (100 %)")
        .contains("./thalweg consume electricity.predictions --limit 5")
        .doesNotContain("\u001b");
    assertThat(brokers).singleElement().asString().startsWith("127.0.0.1:");
  }
}
