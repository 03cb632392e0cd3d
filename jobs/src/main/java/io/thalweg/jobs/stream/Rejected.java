package io.thalweg.jobs.stream;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;

/**
 * A record that no model learns from, on its way to the late or the dead-letter topic.
 *
 * @param raw the record as it came, byte for byte; null where the stream is not from Kafka
 * @param reason for a person to read
 */
public record Rejected(RawRecord raw, String reason) {
  private static final long NO_TIMESTAMP = -1;

  /**
   * A record whose bytes were let go because it could not be late any more, such as one of a
   * partition that the topic got later: what is left of it is its place in the log.
   */
  public static Rejected of(RawRecord raw, Origin origin, String reason) {
    return raw != null || origin.equals(Origin.NONE)
        ? new Rejected(raw, reason)
        : new Rejected(new RawRecord(origin, NO_TIMESTAMP, null, null), reason);
  }
}
