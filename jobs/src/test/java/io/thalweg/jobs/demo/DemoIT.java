package io.thalweg.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.environments.Environments;
import io.thalweg.jobs.embedded.Embedded;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoIT {
  private static final int RECORDS = 2_000;
  private static final Path EXAMPLES = Path.of("..", "examples");

  @TempDir private Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void the_first_records_are_predicted_learned_and_summed_up() throws Exception {
    StringWriter out = new StringWriter();
    List<String> brokers = new ArrayList<>();

    JsonNode json = run(Elec2.stream(), RECORDS, out, brokers);

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

    assertThatThrownBy(() -> run(Elec2.stream(), RECORDS, out, brokers))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds the topics of an earlier run")
        .hasMessageContaining("name another folder");
  }

  private JsonNode run(DemoStream stream, int records, StringWriter out, List<String> brokers)
      throws Exception {
    return run(stream, stream.example(), records, out, brokers);
  }

  private JsonNode run(
      DemoStream stream, String example, int records, StringWriter out, List<String> brokers)
      throws Exception {
    Path figures = folder.resolve("figures.json");
    JobSpec job = JobFile.readSequence(EXAMPLES.resolve(example));
    DemoOptions options =
        new DemoOptions(
            records,
            OptionalDouble.empty(),
            Optional.of(figures),
            false,
            new Embedded.Settings(Optional.of(folder.resolve("state")), true, 0, 0, 1),
            Instant.now());
    Demo.plain(stream, job, options, new PrintWriter(out)).run(brokers::add);
    return new ObjectMapper().readTree(figures.toFile());
  }

  /** By a recurrent and by a convolutional network. */
  @ParameterizedTest
  @ValueSource(strings = {"spam.yaml", "spam-cnn.yaml"})
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void messages_are_told_from_spam_before_they_are_learned(String example) throws Exception {
    StringWriter out = new StringWriter();

    JsonNode json = run(SmsSpam.stream(), example, 1_500, out, new ArrayList<>());

    assertThat(json.get("records").asInt()).isEqualTo(1_500);
    assertThat(json.get("rejected").asInt()).isZero();
    // 13 % are spam; who guesses by that share has an F1 of 0.13.
    assertThat(json.get("prequential_f1").asDouble()).isBetween(0.6, 0.99);
    assertThat(out.toString()).contains("F1 of spam");
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void images_without_labels_are_answered_and_not_learned() throws Exception {
    DemoStream part = Mnist.part();
    StringWriter out = new StringWriter();

    JsonNode json = run(part, 1_500, out, new ArrayList<>());

    assertThat(json.get("records").asInt()).isEqualTo(1_500);
    assertThat(json.get("rejected").asInt()).isZero();
    assertThat(json.get("prequential_accuracy").asDouble()).isBetween(0.4, 0.9);
    assertThat(json.get("test_accuracy").isNull()).isTrue();
    assertThat(json.get("prequential_f1").isNull()).isTrue();
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void poles_are_balanced_longer_than_at_the_beginning() throws Exception {
    StringWriter out = new StringWriter();
    Path figures = folder.resolve("agent.json");
    Path curve = folder.resolve("curve.svg");
    AgentDemoOptions options =
        new AgentDemoOptions(
            Environments.named("cartpole"),
            16,
            5_000,
            3,
            Optional.of(figures),
            Optional.of(curve),
            false,
            new Embedded.Settings(Optional.of(folder.resolve("agent")), true, 0, 0, 1),
            Instant.now());
    AgentDemo.plain(
            JobFile.readAgent(EXAMPLES.resolve("cartpole.yaml")), options, new PrintWriter(out))
        .run(broker -> {});

    JsonNode json = new ObjectMapper().readTree(figures.toFile());
    assertThat(json.get("environment_steps").asLong()).isBetween(5_000L, 5_016L);
    assertThat(json.get("transitions_learned").asLong())
        .isEqualTo(json.get("environment_steps").asLong());
    // Who does nothing falls after 9 steps, who plays at random after 22.
    assertThat(json.get("greedy_mean_return").asDouble()).isGreaterThan(40);
    assertThat(json.get("policy_checksum").asText()).matches("[0-9a-f]{64}");
    assertThat(json.get("round_trip_p50_ms").asDouble()).isPositive();
    assertThat(json.get("policy_age_p99_ms").asDouble()).isPositive();
    assertThat(curve).content().contains("CartPole-v1 through Kafka and Flink");
    assertThat(out.toString()).contains("greedy episodes", "round trip").doesNotContain("\u001b");
  }
}
