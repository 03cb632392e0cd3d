package io.thalweg.connectors.updates;

import static io.thalweg.connectors.updates.Updates.FINGERPRINT;
import static io.thalweg.connectors.updates.Updates.MAX_BYTES;
import static io.thalweg.connectors.updates.Updates.MODEL;
import static io.thalweg.connectors.updates.Updates.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.thalweg.connectors.updates.TopicContents.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class UpdateReaderTest {
  private static final String TOPIC = "electricity.model";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final int TWO_CHUNKS = 2 * UpdateWriter.CHUNK_BYTES;

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final UpdateReader reader = new UpdateReader(() -> consumer, Duration.ofMillis(300));

  UpdateReaderTest() {
    consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.setMaxPollRecords(2);
  }

  @Test
  void newest_complete_update_and_all_that_the_topic_holds_are_read() {
    List<Chunk> log = new ArrayList<>();
    log.addAll(UpdateWriter.chunks(update(1, TWO_CHUNKS)).subList(1, 2));
    log.addAll(UpdateWriter.chunks(update(3, TWO_CHUNKS)));
    log.addAll(UpdateWriter.chunks(Updates.of(MODEL, "old", update(4, 10))));
    log.addAll(UpdateWriter.chunks(Updates.of("gas", FINGERPRINT, update(4, 10))));
    log.addAll(UpdateWriter.chunks(update(5, TWO_CHUNKS)));
    log.addAll(UpdateWriter.chunks(update(6, (int) MAX_BYTES + 1)));
    log.addAll(harmed(UpdateWriter.chunks(update(7, 10))));
    log.addAll(UpdateWriter.chunks(update(8, TWO_CHUNKS)).subList(0, 1));
    log.add(new Chunk("electricity/0/0", "{}".getBytes(UTF_8), new byte[1]));
    write(log);
    TopicContents contents = reader.read(TOPIC, MODEL, FINGERPRINT, MAX_BYTES);
    assertThat(contents.newest().map(Updates::contents))
        .contains(Updates.contents(update(5, TWO_CHUNKS)));
    assertThat(contents.history())
        .extracting(Publication::publication, Publication::timestamp, Publication::refusal)
        .containsExactly(
            tuple(1L, 0L, Optional.of(Refusal.TORN)),
            tuple(3L, 1L, Optional.empty()),
            tuple(4L, 3L, Optional.empty()),
            tuple(5L, 5L, Optional.empty()),
            tuple(6L, 7L, Optional.of(Refusal.OVERSIZED)),
            tuple(7L, 16L, Optional.of(Refusal.CORRUPT)),
            tuple(8L, 17L, Optional.of(Refusal.TORN)));
    assertThat(contents.refusals())
        .isEqualTo(
            Map.of(
                Refusal.TORN, 1L,
                Refusal.FOREIGN, 2L,
                Refusal.OVERSIZED, 1L,
                Refusal.CORRUPT, 1L,
                Refusal.UNREADABLE, 1L));
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void a_topic_that_is_flooded_with_headers_shows_the_newest() {
    List<Chunk> log = new ArrayList<>();
    for (long publication = 0; publication < 100; publication++) {
      UpdateHeader header =
          new UpdateHeader(
              MODEL,
              1,
              publication,
              2,
              4_000,
              "0".repeat(64),
              FINGERPRINT,
              0,
              0,
              new TreeMap<>(),
              new TreeMap<>(Map.of("padding", "x".repeat(200_000))));
      log.add(new Chunk(header.key(0), HeaderJson.write(header, 0), new byte[1]));
    }
    write(log);
    List<Publication> history = reader.read(TOPIC, MODEL, null, MAX_BYTES).history();
    assertThat(history).hasSize(History.MOST_HEADER_BYTES / log.get(0).header().length);
    assertThat(history.get(history.size() - 1).publication()).isEqualTo(99);
  }

  @Test
  void empty_topic_has_no_model() {
    write(List.of());
    TopicContents contents = reader.read(TOPIC, MODEL, null, MAX_BYTES);
    assertThat(contents.newest()).isEmpty();
    assertThat(contents.history()).isEmpty();
  }

  @Test
  void topic_that_does_not_exist_is_named() {
    assertThatThrownBy(() -> reader.read("nothing", MODEL, null, MAX_BYTES))
        .hasMessage("topic nothing does not exist; has the job that writes it been started?");
  }

  @Test
  void broker_that_falls_silent_is_not_waited_for_for_ever() {
    consumer.updateEndOffsets(Map.of(PARTITION, 5L));
    assertThatThrownBy(() -> reader.read(TOPIC, MODEL, null, MAX_BYTES))
        .hasMessageStartingWith("topic electricity.model: the broker gave nothing for");
  }

  private void write(List<Chunk> chunks) {
    consumer.updateEndOffsets(Map.of(PARTITION, (long) chunks.size()));
    consumer.schedulePollTask(() -> add(chunks));
  }

  private void add(List<Chunk> chunks) {
    long offset = 0;
    for (Chunk chunk : chunks) {
      RecordHeaders headers = new RecordHeaders();
      headers.add(UpdateWriter.HEADER, chunk.header());
      consumer.addRecord(
          new ConsumerRecord<>(
              TOPIC,
              0,
              offset,
              offset,
              TimestampType.CREATE_TIME,
              chunk.key().length(),
              chunk.value().length,
              chunk.key().getBytes(UTF_8),
              chunk.value(),
              headers,
              Optional.empty()));
      offset++;
    }
  }

  private static List<Chunk> harmed(List<Chunk> chunks) {
    Chunk chunk = chunks.get(0);
    byte[] value = chunk.value().clone();
    value[0] ^= 1;
    return List.of(new Chunk(chunk.key(), chunk.header(), value));
  }
}
