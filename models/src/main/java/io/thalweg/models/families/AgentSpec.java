package io.thalweg.models.families;

import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.learning.Fingerprint;
import io.thalweg.models.learning.Provenance;
import java.io.Serializable;
import java.util.SortedMap;

/**
 * An agent, before it has learned anything.
 *
 * @param inputs numbers in an observation
 * @param actions to choose from
 */
public record AgentSpec(Family family, int inputs, int actions) implements Serializable {
  /**
   * One that has learned nothing.
   *
   * @param rows most observations that its own policy decides on at a time
   * @throws IllegalArgumentException if there is none of these settings
   */
  public Agent agent(int rows) {
    return family.agent(inputs, actions, rows);
  }

  /** What acts with a version of it, exploring as the version says. */
  public PublishedPolicy exploring(int rows) {
    return family.exploring(inputs, actions, rows);
  }

  /** What acts with a version of it, never exploring. */
  public PublishedPolicy greedy(int rows) {
    return family.greedy(inputs, actions, rows);
  }

  /**
   * SHA-256, in hex, of everything that learning depends on beside the transitions; what is the
   * same in it has the same versions from the same log.
   */
  public String fingerprint() {
    return Fingerprint.of(toString());
  }

  /** Seed, software, Java and processor; keys are {@code snake_case}; read-only. */
  public SortedMap<String, String> provenance() {
    return Provenance.of(family.seed());
  }
}
