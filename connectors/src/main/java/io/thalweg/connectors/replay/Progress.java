package io.thalweg.connectors.replay;

/**
 * How far a replay is.
 *
 * @param records handed to the producer so far
 * @param fraction of the file, or of the limit, 0 to 1
 */
public record Progress(long records, double fraction) {}
