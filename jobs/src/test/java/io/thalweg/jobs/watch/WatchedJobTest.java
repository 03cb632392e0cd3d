package io.thalweg.jobs.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.Pin;
import io.thalweg.jobs.watch.JobTopic.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class WatchedJobTest {
  private final WatchedJob job = new WatchedJob("pumps");

  @Test
  void a_job_that_tells_nothing_is_there_all_the_same() throws Exception {
    assertThat(json().get("name").asText()).isEqualTo("pumps");
    assertThat(json().has("kind")).isFalse();
    assertThat(json().get("answers").get("p50_ms").isNull()).isTrue();
  }

  @Test
  void accuracy_of_classes_is_told_with_the_baselines() throws Exception {
    add(Kind.METRICS, Records.ofClasses("pumps", 320, 0.9));
    add(Kind.METRICS, Records.ofClasses("pumps", 640, 0.95));

    JsonNode told = json();
    assertThat(told.get("kind").asText()).isEqualTo("classes");
    assertThat(told.get("told_at").asLong()).isEqualTo(1_000);
    assertThat(told.get("figures").get("window.accuracy").asDouble()).isEqualTo(0.95);
    assertThat(told.get("figures").get("accuracy").asDouble()).isEqualTo(0.8);
    assertThat(told.get("figures").get("window.kappa_temporal").isNull()).isTrue();
    assertThat(told.get("figures").get("version").asLong()).isEqualTo(20);
    JsonNode curve = told.get("curve");
    assertThat(curve.get("examples").toString()).isEqualTo("[320.0,640.0]");
    assertThat(curve.get("window.accuracy").toString()).isEqualTo("[0.9,0.95]");
    assertThat(curve.get("window.no_change_accuracy").toString()).isEqualTo("[0.75,0.75]");
    assertThat(curve.get("loss").toString()).isEqualTo("[0.25,0.25]");
  }

  @Test
  void of_numbers_the_errors_are_told() throws Exception {
    add(Kind.METRICS, Records.ofNumbers("pumps", 320, 1.5));

    assertThat(json().get("kind").asText()).isEqualTo("numbers");
    assertThat(json().get("figures").get("window.skill").asDouble()).isEqualTo(0.5);
    assertThat(json().get("curve").get("window.mean_absolute_error").toString()).isEqualTo("[1.5]");
    assertThat(json().get("curve").get("window.no_change_mean_absolute_error").toString())
        .isEqualTo("[3.0]");
  }

  @Test
  void of_an_agent_returns_exploration_and_the_gate_are_told() throws Exception {
    add(Kind.METRICS, Records.ofAgent("pumps", 5_000, 181.5));

    JsonNode told = json();
    assertThat(told.get("kind").asText()).isEqualTo("agent");
    assertThat(told.get("figures").get("epsilon").asDouble()).isEqualTo(0.05);
    assertThat(told.get("figures").get("gate_passed").asDouble()).isEqualTo(3);
    assertThat(told.get("figures").get("version").asLong()).isEqualTo(4_900);
    assertThat(told.get("curve").get("transitions").toString()).isEqualTo("[5000.0]");
    assertThat(told.get("curve").get("mean_return").toString()).isEqualTo("[181.5]");
    assertThat(told.get("curve").get("improvement").toString()).isEqualTo("[12.5]");
    assertThat(told.get("curve").has("policy_loss")).isFalse();
  }

  @Test
  void a_version_is_told_once_its_last_chunk_has_come() throws Exception {
    var chunks = Records.version("pumps.model", "pumps", 3, 1 << 20, Map.of("seed", "7"));
    add(Kind.MODELS, chunks.get(0));
    assertThat(json().get("versions")).isEmpty();
    add(Kind.MODELS, chunks.get(1));
    Records.version("pumps.model", "another", 4, 10, Map.of()).forEach(r -> add(Kind.MODELS, r));
    chunks.forEach(again -> add(Kind.MODELS, again));

    assertThat(json().get("versions")).hasSize(1);
    JsonNode version = json().get("versions").get(0);
    assertThat(version.get("version").asLong()).isEqualTo(30);
    assertThat(version.get("examples").asLong()).isEqualTo(960);
    assertThat(version.get("bytes").asLong()).isEqualTo(1 << 20);
    assertThat(version.get("offsets").toString()).isEqualTo("{\"pumps-0\":960}");
    assertThat(version.get("provenance").toString()).isEqualTo("{\"seed\":\"7\"}");
  }

  @Test
  void the_version_that_acts_after_a_rollback_is_told_until_it_is_let_go() throws Exception {
    ModelUpdate version =
        new ModelUpdate(
            "pumps", 20, 2, 640, 1, new TreeMap<>(), "5e88", new TreeMap<>(), new byte[10]);
    assertThat(json().get("pinned").isNull()).isTrue();
    add(Kind.POLICIES, Records.chunk("pumps.policy-updates", Pin.of(version, 1_000)));
    assertThat(json().get("pinned").asLong()).isEqualTo(20);
    assertThat(json().get("versions")).isEmpty();
    add(Kind.POLICIES, Records.chunk("pumps.policy-updates", Pin.release("pumps", "5e88", 2_000)));
    assertThat(json().get("pinned").isNull()).isTrue();
  }

  @Test
  void dead_letters_are_told_with_their_reasons() throws Exception {
    add(Kind.DEAD_LETTERS, Records.deadLetter("pumps", "field 'a': NaN found"));
    add(Kind.DEAD_LETTERS, Records.of("pumps.dead-letter", "by somebody else".getBytes(UTF_8)));
    job.skippedSome(Kind.DEAD_LETTERS);

    JsonNode letters = json().get("dead_letters");
    assertThat(letters.get("seen").asLong()).isEqualTo(2);
    assertThat(letters.get("more").asBoolean()).isTrue();
    assertThat(letters.get("newest").get(1).get("reason").asText())
        .isEqualTo("field 'a': NaN found");
    assertThat(letters.get("newest").get(1).get("place").asText()).isEqualTo("pumps-0-17");
    assertThat(letters.get("newest").get(0).get("reason").asText()).isEqualTo("no reason is given");
    assertThat(json().get("late").get("seen").asLong()).isZero();
  }

  @Test
  void latency_is_that_of_a_sample_of_answers() throws Exception {
    add(Kind.MODELS, Records.version("pumps.model", "pumps", 1, 10, Map.of()).get(0));
    for (int i = 1; i <= 100; i++) {
      add(Kind.PREDICTIONS, Records.prediction("pumps", i));
    }

    assertThat(json().get("answers").get("p50_ms").asDouble()).isEqualTo(50);
    assertThat(json().get("answers").get("p99_ms").asDouble()).isEqualTo(99);
    assertThat(json().get("answers").get("version").asLong()).isEqualTo(7);
  }

  @Test
  void a_job_grows_no_further_whatever_its_topics_hold() {
    String endless = "\ud83d\ude00".repeat(100_000);
    Map<String, String> provenance = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      provenance.put("key" + i, "x".repeat(500));
    }
    for (int i = 1; i <= 2_000; i++) {
      add(Kind.METRICS, Records.ofClasses("pumps", i, 0.123456789));
      add(Kind.DEAD_LETTERS, Records.deadLetter("pumps", endless));
      add(Kind.LATE, Records.deadLetter("pumps", endless));
      add(Kind.PREDICTIONS, Records.prediction("pumps", i));
    }
    for (int i = 1; i <= 50; i++) {
      Records.version("pumps.model", "pumps", i, 10, provenance).forEach(r -> add(Kind.MODELS, r));
    }

    assertThat(new JobJson().write(job)).hasSizeLessThan(256 << 10);
    assertThat(job.versions()).hasSize(WatchedJob.MOST_VERSIONS);
    assertThat(job.deadLetters().newest()).hasSize(Rejects.MOST);
  }

  @Test
  void figures_are_as_many_as_there_is_room_for_and_have_plain_names() {
    StringBuilder figures = new StringBuilder("\"<b>\":1");
    for (int i = 0; i < 1_000; i++) {
      figures.append(",\"f").append(i).append("\":").append(i);
    }
    add(
        Kind.METRICS,
        metrics(
            "{\"agent\":\"a\",\"time\":1,\"transitions\":1,\"episodes\":1,\"mean_return\":1,"
                + "\"mean_length\":1,\"policy_version\":1,\"refused_updates\":0,\"repeated\":0,"
                + "\"interrupted\":0,\"corrected\":0,\"figures\":{"
                + figures
                + "}}"));

    assertThat(job.told().orElseThrow().figures())
        .hasSizeLessThanOrEqualTo(Told.MOST_FIGURES)
        .containsKey("f1")
        .doesNotContainKey("<b>");
  }

  @Test
  void what_is_no_record_of_a_job_is_ignored_and_counted() {
    add(Kind.METRICS, metrics("no figures"));
    add(Kind.METRICS, metrics("[]"));
    add(Kind.METRICS, metrics("{}"));
    add(Kind.METRICS, metrics("{\"agent\":{}}"));
    add(Kind.METRICS, metrics("[".repeat(50_000)));
    add(Kind.METRICS, metrics(" ".repeat(Told.LONGEST + 1)));
    add(Kind.METRICS, new ProducerRecord<>("pumps.metrics", null));
    add(Kind.PREDICTIONS, metrics("null"));
    add(Kind.PREDICTIONS, new ProducerRecord<>("pumps.predictions", null));

    assertThat(job.ignored()).isEqualTo(9);
    assertThat(job.told()).isEmpty();
  }

  @Test
  void no_bytes_make_it_throw() throws Exception {
    long seed = 20261130;
    Random random = new Random(seed);
    List<Kind> kinds = List.of(Kind.values());
    for (int i = 0; i < 2_000; i++) {
      Kind kind = kinds.get(random.nextInt(kinds.size()));
      var whole =
          kind == Kind.MODELS || kind == Kind.POLICIES
              ? Records.version("pumps.model", "pumps", i, 10, Map.of("a", "b")).get(0)
              : Records.ofAgent("pumps", i, i);
      byte[] value = whole.value().clone();
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        value[random.nextInt(value.length)] = (byte) random.nextInt();
      }
      var hurt = new ProducerRecord<>(whole.topic(), whole.key(), value);
      whole
          .headers()
          .forEach(
              header -> {
                byte[] bytes = header.value().clone();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                hurt.headers().add(header.key(), bytes);
              });
      add(kind, hurt);
      assertThat(json().get("name").asText()).as("seed %d", seed).isEqualTo("pumps");
    }
  }

  private static ProducerRecord<byte[], byte[]> metrics(String value) {
    return Records.of("pumps.metrics", value.getBytes(UTF_8));
  }

  private void add(Kind kind, ProducerRecord<byte[], byte[]> record) {
    job.add(kind, Records.consumed(record));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(new JobJson().write(job));
  }
}
