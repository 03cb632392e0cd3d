package io.thalweg.environments.classic;

import io.thalweg.environments.Space;

/** Whether an episode is under way, what its last step was worth, and whether that ended it. */
final class Progress {
  private boolean begun;
  private boolean terminated;
  private double reward;

  void begin() {
    begun = true;
    terminated = false;
    reward = 0;
  }

  /**
   * The number of an action.
   *
   * @throws IllegalArgumentException if it is outside the space
   * @throws IllegalStateException if no step can be taken
   */
  int action(Space.Discrete space, float[] actions, int offset) {
    require(space, actions, offset);
    return (int) actions[offset];
  }

  /** As {@link #action}, of any space. */
  void require(Space space, float[] actions, int offset) {
    if (!begun || terminated) {
      throw new IllegalStateException(
          "step %s found, reset expected".formatted(begun ? "after the end" : "before an episode"));
    }
    if (!space.contains(actions, offset)) {
      throw new IllegalArgumentException(
          "action %s found, one of %s expected".formatted(actions[offset], space));
    }
  }

  void moved(double newReward, boolean end) {
    reward = newReward;
    terminated = end;
  }

  double reward() {
    return reward;
  }

  boolean terminated() {
    return terminated;
  }
}
