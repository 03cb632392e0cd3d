package io.thalweg.connectors.kafka;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Records of the late and dead-letter topics: key and value byte for byte as they came, the rest in
 * headers, all of them UTF-8 text: {@code thalweg-reason}, {@code thalweg-topic}, {@code
 * thalweg-partition}, {@code thalweg-offset}, {@code thalweg-timestamp} (milliseconds since the
 * epoch). A key or value longer than the topic may take is cut there, and {@code
 * thalweg-original-bytes} gives the whole lengths, {@code KEY+VALUE}: a record too large to reject
 * must not stop the job.
 */
public final class RejectedRecords {
  /** Longest key or value that is kept whole. */
  public static final int MAX_BYTES = 4 << 20;

  /** Key, value and headers, with room to spare: what producer and topic must allow. */
  static final int MAX_REQUEST_BYTES = 2 * MAX_BYTES + (64 << 10);

  private static final int MAX_REASON_CHARACTERS = 4096;

  private RejectedRecords() {}

  /** The record for {@code topic}, in the partition that its key chooses. */
  public static ProducerRecord<byte[], byte[]> producerRecord(
      String topic, RawRecord raw, String reason) {
    Origin origin = raw.origin();
    List<Header> headers =
        List.of(
            header("thalweg-reason", shortened(reason)),
            header("thalweg-topic", origin.topic()),
            header("thalweg-partition", String.valueOf(origin.partition())),
            header("thalweg-offset", String.valueOf(origin.offset())),
            header("thalweg-timestamp", String.valueOf(raw.timestamp())));
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, null, null, cut(raw.key()), cut(raw.value()), headers);
    if (length(raw.key()) > MAX_BYTES || length(raw.value()) > MAX_BYTES) {
      String lengths = length(raw.key()) + "+" + length(raw.value());
      record.headers().add(header("thalweg-original-bytes", lengths));
    }
    return record;
  }

  private static byte[] cut(byte[] bytes) {
    return length(bytes) > MAX_BYTES ? Arrays.copyOf(bytes, MAX_BYTES) : bytes;
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static String shortened(String reason) {
    return reason.length() > MAX_REASON_CHARACTERS
        ? reason.substring(0, MAX_REASON_CHARACTERS) + "…"
        : reason;
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
