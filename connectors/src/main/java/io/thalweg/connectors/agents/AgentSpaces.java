package io.thalweg.connectors.agents;

import java.io.Serializable;

/**
 * What the records of an agent's environments hold.
 *
 * @param numbers of an observation, 1 to {@value #MOST_NUMBERS}
 * @param actions to choose from, numbered from 0; 1 to {@value #MOST_ACTIONS}
 * @param maxAhead how many milliseconds an event time may be ahead of the timestamp of its Kafka
 *     record
 */
public record AgentSpaces(int numbers, int actions, long maxAhead) implements Serializable {
  public static final int MOST_NUMBERS = 1 << 20;
  public static final int MOST_ACTIONS = 1 << 12;

  public AgentSpaces {
    if (numbers < 1 || numbers > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "observation of %d numbers found, 1 to %d expected".formatted(numbers, MOST_NUMBERS));
    }
    if (actions < 1 || actions > MOST_ACTIONS) {
      throw new IllegalArgumentException(
          "%d actions found, 1 to %d expected".formatted(actions, MOST_ACTIONS));
    }
  }

  /** Largest value of a record: a number takes 32 bytes at most, if nobody pads it. */
  int recordBytes() {
    return 64 * numbers + (1 << 14);
  }
}
