package io.thalweg.environments;

/**
 * Whether an episode is under way, what its last step was worth, and whether that ended it: what
 * every {@link Environment} has to keep, and to check.
 */
public final class Progress {
  private boolean begun;
  private boolean terminated;
  private double reward;

  /** An episode has begun. */
  public void begin() {
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
  public int action(Space.Discrete space, float[] actions, int offset) {
    require(space, actions, offset);
    return (int) actions[offset];
  }

  /** As {@link #action}, of any space. */
  public void require(Space space, float[] actions, int offset) {
    if (!begun || terminated) {
      throw new IllegalStateException(
          "step %s found, reset expected".formatted(begun ? "after the end" : "before an episode"));
    }
    if (!space.contains(actions, offset)) {
      throw new IllegalArgumentException(
          "action %s found, one of %s expected".formatted(actions[offset], space));
    }
  }

  /** A step was taken. */
  public void moved(double newReward, boolean end) {
    reward = newReward;
    terminated = end;
  }

  /** As {@link Environment#reward}. */
  public double reward() {
    return reward;
  }

  /** As {@link Environment#terminated}. */
  public boolean terminated() {
    return terminated;
  }
}
