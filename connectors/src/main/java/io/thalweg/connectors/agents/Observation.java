package io.thalweg.connectors.agents;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;

/**
 * What an environment shows an agent at a step of an episode, and what came of the action before.
 *
 * @param environment which of the environments that speak on the topic
 * @param episode counts up from 0 or more, in each environment by itself
 * @param step of the episode; 0: it has just begun
 * @param time event time, milliseconds since the epoch
 * @param values what is seen; finite; shared, never changed
 * @param reward of the step before; 0 at step 0
 * @param terminated whether the world has ended the episode: no reward can follow
 * @param truncated whether the episode was cut off, though rewards would have followed
 * @param taken the action that was really taken before; null at step 0
 * @param raw the record that it came in; null where it came in none
 */
public record Observation(
    String environment,
    long episode,
    long step,
    long time,
    float[] values,
    double reward,
    boolean terminated,
    boolean truncated,
    Taken taken,
    RawRecord raw)
    implements Heard {

  /**
   * An action as its environment took it: an agent's, echoed, or one that it chose by itself.
   *
   * @param action number in the action space
   * @param probability with which it was chosen, in (0, 1]; NaN: not known
   * @param policyVersion that chose it; −1: none of this agent's
   */
  public record Taken(int action, double probability, long policyVersion) {}

  @Override
  public Origin origin() {
    return raw == null ? Origin.NONE : raw.origin();
  }

  /** Whether no step follows in its episode. */
  public boolean ends() {
    return terminated || truncated;
  }
}
