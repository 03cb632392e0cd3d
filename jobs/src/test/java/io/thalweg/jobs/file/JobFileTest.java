package io.thalweg.jobs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.events.EventSchema.TimeFormat;
import io.thalweg.jobs.file.Job.Delivery;
import io.thalweg.jobs.file.JobSpec.Output;
import io.thalweg.jobs.file.JobSpec.Serving;
import io.thalweg.models.features.Features.Analyzer;
import io.thalweg.models.features.Features.Category;
import io.thalweg.models.features.Features.Encoding;
import io.thalweg.models.features.Features.Text;
import io.thalweg.models.features.Features.Vocabulary;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Pooling;
import io.thalweg.models.plan.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @TempDir private Path folder;

  @Test
  void electricity_says_what_the_demo_needs() throws IOException {
    JobSpec spec = JobFile.readSequence(EXAMPLES.resolve("electricity.yaml"));

    assertThat(spec.name()).isEqualTo("electricity");
    assertThat(spec.input().schema().label()).isEqualTo("class");
    assertThat(spec.model().classes()).containsExactly("DOWN", "UP");
    assertThat(spec.model().features().numeric())
        .containsExactly("period", "nswprice", "nswdemand", "vicprice", "vicdemand", "transfer");
    assertThat(spec.model().features().previousLabel()).isTrue();
    assertThat(spec.model().steps()).isEqualTo(24);
    assertThat(spec.model().network()).isEqualTo(new Architecture.Recurrent(Cell.LSTM, 32, 1, 0));
    assertThat(spec.model().learning().updater()).isEqualTo(Updater.ADAM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.lag", "a..b", "a."})
  void fields_that_no_record_can_have_together_are_a_mistake(String field) {
    String file =
        """
        name: fields
        input: {topic: fields, event-time: t}
        features: {numeric: ["%s"]}
        label: {field: y, classes: [a, b]}
        """;
    assertThatThrownBy(() -> JobFile.parseSequence("fields.yaml", file.formatted(field)))
        .isInstanceOf(InvalidJobFileException.class)
        .hasMessageContaining("fields.yaml:2: field '")
        .hasMessageContaining("correct the names of the fields");
  }

  @Test
  void a_feed_forward_network_reads_the_newest_event_only() {
    JobSpec listed = withNetwork("{type: feed-forward, hidden: [120, 84], dropout: 0.1}");
    assertThat(listed.model().network())
        .isEqualTo(new Architecture.FeedForward(List.of(120, 84), Activation.RELU, 0.1));
    assertThat(listed.model().steps()).isEqualTo(1);
    assertThat(withNetwork("{type: feed-forward, hidden: 8, layers: 2, activation: tanh}"))
        .extracting(spec -> spec.model().network())
        .isEqualTo(new Architecture.FeedForward(List.of(8, 8), Activation.TANH, 0));
    assertThat(JobFile.parseSequence("again.yaml", JobFile.text(listed))).isEqualTo(listed);
  }

  private static final String IMAGES =
      """
      name: images
      input: {topic: images, event-time: t}
      features: {image: {field: pixels, height: %d, width: 28}%s}
      label: {field: y, classes: [a, b]}
      network: {type: cnn, filters: [8, 16, 16], hidden: [32]}
      """;

  @Test
  void a_convolutional_network_reads_images() {
    JobSpec spec = JobFile.parseSequence("images.yaml", IMAGES.formatted(20, ""));
    assertThat(spec.model().network())
        .isEqualTo(new Architecture.Convolutional(20, 28, 1, List.of(8, 16, 16), List.of(32), 0));
    assertThat(spec.model().steps()).isEqualTo(1);
    assertThat(spec.model().features().numeric()).hasSize(560);
    assertThat(spec.model().features().standardise()).isFalse();
    assertThat(JobFile.parseSequence("again.yaml", JobFile.text(spec))).isEqualTo(spec);
  }

  @Test
  void an_image_is_large_enough_for_its_convolutions_and_the_only_feature() {
    assertThatThrownBy(
            () -> JobFile.parseSequence("images.yaml", IMAGES.formatted(12, ", numeric: [x]")))
        .hasMessageContaining(
            "images.yaml:3: field 'features.numeric': found it beside features.image, expected one"
                + " of the two; remove one of them")
        .hasMessageContaining(
            "images.yaml:5: field 'network.filters': found 3 convolutions with pools between them,"
                + " expected at most 2 on an image of that size; choose fewer");
  }

  @Test
  void a_text_is_read_word_by_word_by_a_network_with_an_embedding() {
    String file =
        """
        name: texts
        input: {topic: texts, event-time: t}
        features: {text: %s}
        label: {field: y, classes: [a, b]}
        network: {type: gru, hidden: 8, embedding: 5}
        """;
    JobSpec spec =
        JobFile.parseSequence("texts.yaml", file.formatted("{field: message, length: 12}"));
    assertThat(spec.model().features().text())
        .isEqualTo(new Text("message", Analyzer.STANDARD, Vocabulary.GROWING, 10_000, 12));
    assertThat(spec.model().network())
        .isEqualTo(
            new Architecture.Recurrent(Cell.GRU, 8, 1, 0, new Architecture.Embedding(10_000, 5)));
    assertThat(spec.model().steps()).isEqualTo(12);
    assertThat(spec.model().events()).isEqualTo(1);
    assertThat(spec.input().schema().categories()).containsExactly("message");
    assertThat(JobFile.parseSequence("again.yaml", JobFile.text(spec))).isEqualTo(spec);
    assertThat(JobFile.parseSequence("short.yaml", file.formatted("message")).model().steps())
        .isEqualTo(64);
    assertThatThrownBy(
            () ->
                JobFile.parseSequence(
                    "texts.yaml",
                    file.formatted("message, numeric: [x]").replace("gru", "feed-forward")))
        .hasMessageContaining(
            "texts.yaml:3: field 'features.numeric': found it beside features.text, expected one of"
                + " the two; remove one of them")
        .hasMessageContaining(
            "texts.yaml:5: field 'network.type': found it with features.text, expected lstm, gru, simple-rnn"
                + " or cnn-1d; choose one of them: the words of a text are a sequence");
  }

  @Test
  void a_recurrent_network_may_read_in_both_directions_and_pool_its_steps() {
    JobSpec spec =
        withNetwork("{type: gru, hidden: 8, layers: 2, bidirectional: true, pooling: mean}");
    assertThat(spec.model().network())
        .isEqualTo(new Architecture.Recurrent(Cell.GRU, 8, 2, 0, null, true, Pooling.MEAN));
    assertThat(JobFile.parseSequence("again.yaml", JobFile.text(spec))).isEqualTo(spec);
  }

  @Test
  void a_network_may_convolve_along_a_window() {
    JobSpec spec = withNetwork("{type: cnn-1d, filters: [8, 6], kernel: 5, hidden: [7, 5]}");
    assertThat(spec.model().network())
        .isEqualTo(new Architecture.Convolutional1d(List.of(8, 6), 5, List.of(7, 5), 0, null));
    assertThat(spec.model().steps()).isEqualTo(24);
    assertThat(JobFile.parseSequence("again.yaml", JobFile.text(spec))).isEqualTo(spec);
  }

  @Test
  void a_network_may_convolve_along_a_text() throws IOException {
    JobSpec spec = JobFile.readSequence(EXAMPLES.resolve("spam-cnn.yaml"));
    assertThat(spec.model().network())
        .isEqualTo(
            new Architecture.Convolutional1d(
                List.of(64), 3, List.of(32), 0.2, new Architecture.Embedding(20_000, 32)));
    assertThat(spec.model().steps()).isEqualTo(48);
    assertThat(JobFile.parseSequence("again.yaml", JobFile.text(spec))).isEqualTo(spec);
  }

  private static JobSpec withNetwork(String network) {
    return JobFile.parseSequence(
        "network.yaml",
        """
        name: dense
        input: {topic: dense, event-time: t}
        features: {numeric: [x]}
        label: {field: y, classes: [a, b]}
        network: %s
        """
            .formatted(network));
  }

  @Test
  void what_is_not_said_has_its_default() throws IOException {
    JobSpec spec = JobFile.readSequence(EXAMPLES.resolve("minimal.yaml"));

    assertThat(spec.input().schema().format()).isEqualTo(Format.JSON);
    assertThat(spec.input().schema().timeFormat()).isEqualTo(TimeFormat.MILLIS);
    assertThat(spec.input().schema().id()).isNull();
    assertThat(spec.input().schema().maxAhead()).isEqualTo(Duration.ofDays(1).toMillis());
    assertThat(spec.input().outOfOrder()).isZero();
    assertThat(spec.input().idleTimeout()).isEmpty();
    assertThat(spec.labels()).isEmpty();
    assertThat(spec.model().features().previousLabel()).isFalse();
    assertThat(spec.model().features().standardise()).isTrue();
    assertThat(spec.model().learning())
        .isEqualTo(new Learning(Updater.ADAM, 0.003, 32, 2, 2000, 1, 1));
    assertThat(spec.serving()).isEqualTo(Serving.LOCKSTEP);
    assertThat(spec.publishEvery()).isEqualTo(10);
    assertThat(spec.output())
        .isEqualTo(
            new Output(
                "pumps.predictions",
                "pumps.model",
                "pumps.metrics",
                "pumps.late",
                "pumps.dead-letter"));
    assertThat(spec.delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
    assertThat(spec.checkpoint()).isEqualTo(Duration.ofSeconds(10));
    assertThat(spec.state().timeToLive()).isEqualTo(Duration.ofDays(30));
    assertThat(spec.kafka()).isEmpty();
  }

  @Test
  void labels_may_come_on_a_topic_of_their_own() throws IOException {
    JobSpec spec = JobFile.readSequence(EXAMPLES.resolve("late-labels.yaml"));

    assertThat(spec.input().schema().label()).isNull();
    JobSpec.Labels labels = spec.labels().orElseThrow();
    assertThat(labels.topic()).isEqualTo("payments.verdicts");
    assertThat(labels.patience()).isEqualTo(Duration.ofHours(12));
    assertThat(labels.idleTimeout()).contains(Duration.ofMinutes(5));
    assertThat(labels.schema().format()).isEqualTo(Format.JSON);
    assertThat(labels.schema().timeFormat()).isEqualTo(TimeFormat.ISO);
    assertThat(labels.schema().id()).isEqualTo("payment");
    assertThat(spec.model().features().categories())
        .containsExactly(
            new Category("country", Encoding.ONE_HOT, 32),
            new Category("merchant", Encoding.HASHED, 64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"electricity.yaml", "minimal.yaml", "late-labels.yaml"})
  void a_job_shown_and_read_again_is_the_same_job(String example) throws IOException {
    JobSpec spec = JobFile.readSequence(EXAMPLES.resolve(example));

    String shown = JobFile.text(spec);

    assertThat(JobFile.parseSequence("shown", shown)).isEqualTo(spec);
    assertThat(JobFile.text(JobFile.parseSequence("shown", shown))).isEqualTo(shown);
  }

  @Test
  void every_example_is_a_job() throws IOException {
    try (var files = Files.list(EXAMPLES)) {
      assertThat(files.filter(file -> file.toString().endsWith(".yaml")))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(JobFile.read(file).name()).isNotEmpty());
    }
  }

  @Test
  void scalars_are_taken_as_they_are_written() {
    JobSpec spec =
        JobFile.parseSequence(
            "job.yaml",
            """
            name: 007
            input: {topic: "1.10", event-time: at}
            features: {numeric: [on, 1e3]}
            label: {field: "y", classes: [NO, yes, ~no, "~"]}
            """);

    assertThat(spec.name()).isEqualTo("007");
    assertThat(spec.input().topic()).isEqualTo("1.10");
    assertThat(spec.model().features().numeric()).containsExactly("on", "1e3");
    assertThat(spec.model().classes()).containsExactly("NO", "yes", "~no", "~");
    assertThat(JobFile.parseSequence("shown", JobFile.text(spec))).isEqualTo(spec);
  }

  @Test
  void secrets_are_never_shown() {
    JobSpec spec =
        JobFile.parseSequence(
            "job.yaml",
            MINIMAL
                + """
                kafka:
                  bootstrap.servers: localhost:9092
                  sasl.jaas.config: 'Login required password="hunter2";'
                  ssl.key.password: hunter3
                  ssl.keystore.password: ${env:STORE}
                """);

    assertThat(spec.kafka()).containsEntry("ssl.key.password", "hunter3");
    assertThat(JobFile.text(spec))
        .doesNotContain("hunter")
        .contains("  bootstrap.servers: \"localhost:9092\"\n")
        .contains("  ssl.key.password: \"********\"\n")
        .contains("  ssl.keystore.password: \"${env:STORE}\"\n");
    assertThat(spec.toString()).doesNotContain("hunter");
  }

  @Test
  void messages_do_not_quote_kafka_values() {
    assertThatThrownBy(
            () ->
                JobFile.parseSequence(
                    "job.yaml",
                    MINIMAL + "kafka: {group.id: hunter2, ssl.key.password: [hunter3]}\n"))
        .hasMessageNotContaining("hunter")
        .hasMessageContaining("kafka.group.id")
        .hasMessageContaining("kafka.ssl.key.password");
  }

  @Test
  void a_file_too_large_is_not_read() throws IOException {
    Path file = folder.resolve("large.yaml");
    Files.writeString(file, "#".repeat(1 << 21));

    assertThatThrownBy(() -> JobFile.readSequence(file))
        .hasMessage(
            file
                + ":1: found more than 1048576 bytes, expected a job file of at most so many; is it another file?");
  }

  /** A device says that its size is 0. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void a_file_without_an_end_is_not_read_either() {
    assertThatThrownBy(() -> JobFile.read(Path.of("/dev/zero")))
        .hasMessageContaining("found more than 1048576 bytes");
  }

  @Test
  void a_file_that_is_no_text_is_refused() throws IOException {
    Path file = folder.resolve("binary.yaml");
    Files.write(file, new byte[] {'n', (byte) 0xff, (byte) 0xfe});

    assertThatThrownBy(() -> JobFile.readSequence(file))
        .hasMessage(
            file + ":1: found bytes that are not UTF-8, expected a text; save the file as UTF-8");
  }

  @Test
  void a_byte_order_mark_does_no_harm() {
    assertThat(JobFile.parseSequence("job.yaml", "\uFEFF" + MINIMAL).name()).isEqualTo("a");
  }

  @Test
  void kafka_properties_are_passed_through() {
    assertThat(
            JobFile.parseSequence("job.yaml", MINIMAL + "kafka: {linger.ms: 5, client.rack: a}\n")
                .kafka())
        .isEqualTo(Map.of("linger.ms", "5", "client.rack", "a"));
  }

  static final String MINIMAL =
      """
      name: a
      input: {topic: t, event-time: at}
      features: {numeric: [x]}
      label: {field: y, classes: [no, yes]}
      """;
}
