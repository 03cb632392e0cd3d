package io.thalweg.models.policies;

import io.thalweg.models.agents.Transition;

/** What a learner makes sure of before a transition changes anything. */
final class Streams {
  private Streams() {}

  /**
   * @param probability NaN: not known
   * @param streams how many there are
   * @throws IllegalArgumentException with what was found and what was expected
   */
  static void check(
      Transition transition, int inputs, int actions, double probability, int stream, int streams) {
    transition
        .flaw(inputs, actions)
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException(flaw);
            });
    if (stream < 0 || stream >= streams) {
      throw new IllegalArgumentException(
          "stream %d found, 0 to %d expected".formatted(stream, streams - 1));
    }
    if (probability <= 0 || probability > 1) {
      throw new IllegalArgumentException(
          "probability %s found, more than 0 to 1 expected".formatted(probability));
    }
  }
}
