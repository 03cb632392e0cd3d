package io.thalweg.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RejectedRecordsTest {
  private static final Origin ORIGIN = new Origin("river", 3, 42);

  @Test
  void bytes_stay_as_they_came_and_headers_say_where_from_and_why() {
    byte[] key = {0, -1};
    byte[] value = {'{', -128};
    var record =
        RejectedRecords.producerRecord(
            "dead", new RawRecord(ORIGIN, 1234, key, value), "no 'é' here");

    assertThat(record.topic()).isEqualTo("dead");
    assertThat(record.partition()).isNull();
    assertThat(record.key()).isEqualTo(key);
    assertThat(record.value()).isEqualTo(value);
    assertThat(headers(record))
        .isEqualTo(
            Map.of(
                "thalweg-reason", "no 'é' here",
                "thalweg-topic", "river",
                "thalweg-partition", "3",
                "thalweg-offset", "42",
                "thalweg-timestamp", "1234"));
  }

  @Test
  void a_tombstone_stays_one() {
    var record =
        RejectedRecords.producerRecord("dead", new RawRecord(ORIGIN, 0, null, null), "empty");
    assertThat(record.key()).isNull();
    assertThat(record.value()).isNull();
  }

  @Test
  void what_no_topic_would_take_is_cut_and_said_to_be() {
    byte[] value = new byte[RejectedRecords.MAX_BYTES + 1];
    var record =
        RejectedRecords.producerRecord(
            "dead", new RawRecord(ORIGIN, 0, new byte[7], value), "x".repeat(10_000));
    assertThat(record.value()).hasSize(RejectedRecords.MAX_BYTES);
    assertThat(headers(record)).containsEntry("thalweg-original-bytes", "7+" + value.length);
    assertThat(headers(record).get("thalweg-reason")).hasSize(4097);
  }

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    record
        .headers()
        .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
    return headers;
  }
}
