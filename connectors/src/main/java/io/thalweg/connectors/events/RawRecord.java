package io.thalweg.connectors.events;

/**
 * A record as it came from Kafka.
 *
 * @param timestamp of the Kafka record, milliseconds since the epoch
 * @param key may be null
 * @param value may be null (a tombstone)
 */
public record RawRecord(Origin origin, long timestamp, byte[] key, byte[] value) {}
