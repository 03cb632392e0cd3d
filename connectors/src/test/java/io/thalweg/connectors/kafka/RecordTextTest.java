package io.thalweg.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordTextTest {
  @Test
  void a_record_is_a_line_and_its_headers_are_lines_under_it() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("thalweg-reason", utf8("late"));
    headers.add("none", null);
    var record = record(utf8("nsw"), utf8("{\"a\":1}"), headers);
    assertThat(RecordText.of(record, false))
        .isEqualTo("2:17  1970-01-01T00:00:01.500Z  nsw  {\"a\":1}");
    assertThat(RecordText.of(record, true).lines())
        .containsExactly(
            "2:17  1970-01-01T00:00:01.500Z  nsw  {\"a\":1}",
            "    thalweg-reason: late",
            "    none: -");
  }

  @Test
  void what_is_absent_is_said_to_be() {
    assertThat(RecordText.of(record(null, null, new RecordHeaders()), true))
        .endsWith("Z  -  (tombstone)");
  }

  @Test
  void bytes_that_are_no_text_are_a_size_and_a_hash() {
    // printf '\xff\x00\x01' | sha256sum
    assertThat(value(new byte[] {-1, 0, 1})).endsWith("(3 bytes, sha-256 942e1e2a66a4…)");
    assertThat(value(new byte[] {'a', 0})).contains("(2 bytes, sha-256 ");
  }

  @Test
  void a_record_cannot_drive_the_terminal_or_break_its_line() {
    assertThat(value(utf8("a\u001b[2Jb\n\r\tc\u202ed\u0085e é 𝄞")))
        .endsWith("a\\u001b[2Jb\\n\\r\\tc\\u202ed\\u0085e é 𝄞");
  }

  @Test
  void a_long_text_is_shortened() {
    assertThat(value(utf8("x".repeat(5000)))).endsWith("xxx… (5000 bytes)").hasSizeLessThan(4200);
  }

  private static String value(byte[] value) {
    return RecordText.of(record(null, value, new RecordHeaders()), false);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      byte[] key, byte[] value, RecordHeaders headers) {
    return new ConsumerRecord<>(
        "t", 2, 17, 1500, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
  }
}
