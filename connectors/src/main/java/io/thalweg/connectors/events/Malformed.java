package io.thalweg.connectors.events;

/**
 * A record that is not a valid event.
 *
 * @param reason names the field, what was found and what was expected
 */
public record Malformed(RawRecord raw, String reason) implements Decoded {}
