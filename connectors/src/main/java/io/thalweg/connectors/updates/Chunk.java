package io.thalweg.connectors.updates;

/**
 * A piece of a model update, as a record of the model topic.
 *
 * @param key {@code model/slot/chunk}; compaction keeps the newest record of each
 * @param header value of the header {@link UpdateWriter#HEADER}: JSON that describes the whole
 *     update and names the piece
 * @param value bytes of the payload
 */
public record Chunk(String key, byte[] header, byte[] value) {}
