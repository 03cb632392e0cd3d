package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.RawRecord;

/**
 * A record that no model learns from, on its way to the late or the dead-letter topic.
 *
 * @param raw the record as it came, byte for byte; null where the stream is not from Kafka
 * @param reason for a person to read
 */
public record Rejected(RawRecord raw, String reason) {}
