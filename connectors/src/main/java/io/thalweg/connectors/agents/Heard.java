package io.thalweg.connectors.agents;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;

/** What a record of an environment turned out to be. */
public sealed interface Heard permits Observation, Reward, Heard.Unfit {
  /** Where it stands in its topic. */
  Origin origin();

  /**
   * A record that no agent can use.
   *
   * @param reason names the field, what was found and what was expected
   */
  record Unfit(RawRecord raw, String reason) implements Heard {
    @Override
    public Origin origin() {
      return raw.origin();
    }
  }
}
