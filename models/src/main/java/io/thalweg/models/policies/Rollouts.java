package io.thalweg.models.policies;

import java.io.Serializable;

/** How much is seen before it is learned, and forgotten. */
public sealed interface Rollouts extends Serializable {
  /** Most transitions of a rollout. */
  int capacity(int streams);

  /** Whether so many transitions, with the ends of so many episodes, are a rollout. */
  boolean complete(int transitions, int episodes, int streams);

  /**
   * Transitions, from all streams together: where these go in step, as many of each ({@code
   * num_steps}). An episode that goes on is cut there, and bootstrapped.
   *
   * @param numSteps per stream, at least 1
   */
  record Steps(int numSteps) implements Rollouts {
    public Steps {
      requireSize("steps", numSteps);
    }

    @Override
    public int capacity(int streams) {
      return Math.multiplyExact(numSteps, streams);
    }

    @Override
    public boolean complete(int transitions, int episodes, int streams) {
      return transitions >= capacity(streams);
    }
  }

  /**
   * Episodes to their end. With several streams, those that are not at their end are cut and
   * bootstrapped; so are all when there are too many transitions.
   *
   * @param count at least 1
   * @param longest most transitions
   */
  record Episodes(int count, int longest) implements Rollouts {
    public Episodes {
      requireSize("episodes", count);
      requireSize("transitions", longest);
    }

    @Override
    public int capacity(int streams) {
      return longest;
    }

    @Override
    public boolean complete(int transitions, int episodes, int streams) {
      return episodes >= count || transitions >= longest;
    }
  }

  private static void requireSize(String what, int size) {
    if (size < 1 || size > 1 << 24) {
      throw new IllegalArgumentException(
          "rollout of %d %s found, 1 to %d expected".formatted(size, what, 1 << 24));
    }
  }
}
