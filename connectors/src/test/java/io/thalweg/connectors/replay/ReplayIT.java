package io.thalweg.connectors.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.events.EventSchema.TimeFormat;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ReplayIT {
  private static final Path ELEC2 =
      Path.of("../jobs/src/main/resources/io/thalweg/jobs/data/elec2.csv.gz");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static EmbeddedBroker broker;
  private static KafkaSettings settings;

  @TempDir private Path folder;
  private String topic;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
    settings = KafkaSettings.of(broker.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void topic(TestInfo test) {
    topic = test.getTestMethod().orElseThrow().getName();
    try (Topics topics = new Topics(settings)) {
      topics.create(List.of(Topic.of(topic, 1)));
    }
  }

  @Test
  void a_file_without_names_needs_no_key() throws Exception {
    Path file = write("plain.csv", "ham,1\n");
    Replay.of(file).columns(List.of("label", "x")).into(settings, topic);

    assertThat(read())
        .extracting(ConsumerRecord::key, ConsumerRecord::value)
        .containsExactly(tuple(null, "{\"label\":\"ham\",\"x\":1}"));
  }

  @Test
  void the_electricity_stream_gets_half_hours_and_names_of_classes() throws Exception {
    OffsetDateTime begin = OffsetDateTime.parse("1996-05-07T00:00:00+10:00");
    List<Progress> heard = new ArrayList<>();
    long records =
        Replay.of(ELEC2)
            .time(new EventTime.Generated(begin.toInstant(), Duration.ofMinutes(30)))
            .map("class", Map.of("1", "UP", "0", "DOWN"))
            .listener(heard::add)
            .into(settings, topic);

    assertThat(records).isEqualTo(45_312);
    assertThat(heard).last().isEqualTo(new Progress(45_312, 1));
    List<ConsumerRecord<String, String>> read = read();
    assertThat(read).hasSize(45_312);
    assertThat(read.get(0).key()).isNull();
    assertThat(read.get(0).value())
        .isEqualTo(
            "{\"time\":831391200000,\"period\":0.0,\"nswprice\":0.05644299999999999,"
                + "\"nswdemand\":0.439155,\"vicprice\":0.003467,\"vicdemand\":0.422915,"
                + "\"transfer\":0.414912,\"class\":\"UP\"}");
    JsonNode last = JSON.readTree(read.get(45_311).value());
    assertThat(last.get("time").asLong())
        .isEqualTo(begin.plusMinutes(30L * 45_311).toInstant().toEpochMilli());
    assertThat(last.get("class").asText()).isEqualTo("DOWN");
  }

  @Test
  void a_tab_separated_file_without_names_keeps_its_quotes_and_its_texts() throws Exception {
    Path file = write("sms.tsv", "ham\t\"Hi\" é\nspam\t0800\n");
    Replay.of(file)
        .columns(List.of("label", "text"))
        .text("text")
        .key("label")
        .into(settings, topic);

    assertThat(read())
        .extracting(ConsumerRecord::key, ConsumerRecord::value)
        .containsExactly(
            tuple("ham", "{\"label\":\"ham\",\"text\":\"\\\"Hi\\\" é\"}"),
            tuple("spam", "{\"label\":\"spam\",\"text\":\"0800\"}"));
  }

  @Test
  void a_replay_goes_on_behind_the_records_that_are_there() throws Exception {
    EventTime times =
        new EventTime.Generated(
            OffsetDateTime.parse("2026-01-01T00:00Z").toInstant(), Duration.ofMinutes(1));
    Path file = write("rows.csv", "x\n1\n2\n3\n");
    Replay.of(file).time(times).limit(2).into(settings, topic);
    try (Topics topics = new Topics(settings)) {
      assertThat(topics.written(topic)).isEqualTo(2);
      assertThat(topics.written("not-there")).isZero();
    }

    assertThat(Replay.of(file).time(times).skip(2).into(settings, topic)).isEqualTo(1);
    assertThat(Replay.of(file).time(times).skip(3).into(settings, topic)).isZero();
    assertThat(read())
        .extracting(r -> JSON.readTree(r.value()).get("x").asInt())
        .containsExactly(1, 2, 3);
    assertThat(read())
        .extracting(r -> JSON.readTree(r.value()).get("time").asLong() / 60_000 % 60)
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void a_limit_ends_the_replay_and_a_rate_spreads_it() throws Exception {
    Path file = write("a.csv", "a\n" + "1\n".repeat(100));
    long begin = System.nanoTime();
    long records = Replay.of(file).pace(new Pace.Rate(100)).limit(21).into(settings, topic);
    assertThat(records).isEqualTo(21);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(199));
    assertThat(read()).hasSize(21);
  }

  @Test
  void a_speed_lets_no_record_leave_before_its_event_time() throws Exception {
    Path file =
        write(
            "t.csv",
            """
            t
            2026-01-01T00:00:00Z
            2026-01-01T00:00:01+00:00
            2026-01-01T00:00:00.5Z
            2026-01-01T00:00:03Z
            """);
    long begin = System.nanoTime();
    Replay.of(file)
        .time(new EventTime.Column("t", TimeFormat.ISO))
        .pace(new Pace.Speed(10))
        .into(settings, topic);
    // A busy machine may be late at any record, but none may leave before its time.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(299));
    assertThat(read()).hasSize(4);
  }

  @Test
  void what_came_before_a_bad_row_is_in_the_topic() throws Exception {
    Path file = write("bad.csv", "a,b\n1,2\n3,4\n5\n");
    assertThatThrownBy(() -> Replay.of(file).into(settings, topic))
        .isInstanceOf(ReplayException.class)
        .hasMessage(file + " line 4: 1 fields found, 2 expected: [a, b]");
    assertThat(read()).hasSize(2);
  }

  @Test
  void an_interrupted_replay_ends_with_what_it_has_sent() throws Exception {
    Path file = write("a.csv", "a\n" + "1\n".repeat(100));
    Thread.currentThread().interrupt();
    long records = Replay.of(file).into(settings, topic);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(records).isZero();
    assertThat(read()).isEmpty();
  }

  @Test
  void a_topic_that_is_not_there_is_an_error_with_the_remedy() throws Exception {
    Path file = write("a.csv", "a\n1\n");
    KafkaSettings impatient = settings.with("max.block.ms", "300");
    assertThatThrownBy(() -> Replay.of(file).into(impatient, "nowhere"))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("topic nowhere at " + broker.bootstrapServers())
        .hasMessageContaining("has the topic been made?");
  }

  private Path write(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
  }

  private List<ConsumerRecord<String, String>> read() {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            settings.consumerProperties(), new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }
}
