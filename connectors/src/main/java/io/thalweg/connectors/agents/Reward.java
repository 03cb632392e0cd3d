package io.thalweg.connectors.agents;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;

/**
 * What an action was worth, where that is known later than what it led to.
 *
 * @param environment like episode and step those of the observation that was acted upon
 * @param time event time at which it became known, milliseconds since the epoch
 * @param value in place of the reward that the environment said; finite
 * @param raw the record that it came in; null where it came in none
 */
public record Reward(
    String environment, long episode, long step, long time, double value, RawRecord raw)
    implements Heard {
  @Override
  public Origin origin() {
    return raw == null ? Origin.NONE : raw.origin();
  }
}
