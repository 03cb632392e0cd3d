package io.thalweg.environments;

/**
 * Cuts episodes off after a number of steps: Gymnasium's wrapper of the same name. An episode that
 * the world ends at its last step is terminated and truncated, as there.
 */
public final class TimeLimit extends Wrapper {
  private final int most;
  private int steps;

  /**
   * @param most steps of an episode, at least 1
   */
  public TimeLimit(Environment environment, int most) {
    super(environment);
    if (most < 1) {
      throw new IllegalArgumentException(
          "time limit of %d steps found, at least 1 expected".formatted(most));
    }
    this.most = most;
  }

  @Override
  public void reset(long seed) {
    super.reset(seed);
    steps = 0;
  }

  @Override
  public void step(float[] actions, int offset) {
    if (truncated()) {
      throw new IllegalStateException(
          "step after the limit of %d found, reset expected".formatted(most));
    }
    super.step(actions, offset);
    steps++;
  }

  @Override
  public boolean truncated() {
    return steps == most || super.truncated();
  }
}
