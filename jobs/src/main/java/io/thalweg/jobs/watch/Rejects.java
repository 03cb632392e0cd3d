package io.thalweg.jobs.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Rejected records of a topic: how many were seen, and the newest with their reasons. */
final class Rejects {
  /** Of which the reason is kept. */
  static final int MOST = 20;

  /** Characters of a reason that are kept. */
  static final int LONGEST_TEXT = 400;

  private final Deque<Reject> newest = new ArrayDeque<>();
  private long seen;
  private boolean more;

  /**
   * A rejected record.
   *
   * @param place where it stands: topic, partition and offset
   * @param time when it was rejected, milliseconds since the epoch
   */
  record Reject(String reason, String place, long time) {}

  /** Reading did not begin with the first record of the topic. */
  void skippedSome() {
    more = true;
  }

  void add(ConsumerRecord<byte[], byte[]> record) {
    seen++;
    newest.addFirst(
        new Reject(
            text(record, "reason", "no reason is given"),
            "%s-%s-%s"
                .formatted(
                    text(record, "topic", "?"),
                    text(record, "partition", "?"),
                    text(record, "offset", "?")),
            record.timestamp()));
    if (newest.size() > MOST) {
      newest.removeLast();
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String name, String absent) {
    Header header = record.headers().lastHeader("thalweg-" + name);
    if (header == null || header.value() == null) {
      return absent;
    }
    byte[] bytes = header.value();
    // No character has more than four bytes.
    String text = new String(bytes, 0, Math.min(bytes.length, 4 * LONGEST_TEXT), UTF_8);
    return Bounded.text(text, LONGEST_TEXT);
  }

  long seen() {
    return seen;
  }

  /** Whether the topic holds older ones that were not counted. */
  boolean more() {
    return more;
  }

  /** The newest first. */
  Collection<Reject> newest() {
    return Collections.unmodifiableCollection(newest);
  }
}
