package io.thalweg.connectors.agents;

/**
 * A reward that became known when its transition was in the log already.
 *
 * @param environment like episode and step those of the transition
 * @param time at which it became known
 * @param reward the right one; finite
 * @param insteadOf what the log said before; finite
 */
public record Correction(
    String environment, long episode, long step, long time, double reward, double insteadOf)
    implements LogEntry {}
