package io.thalweg.environments;

import java.util.Map;

/**
 * Cuts episodes off after a number of steps: Gymnasium's wrapper of the same name. An episode that
 * the world ends at its last step is terminated and truncated, as there.
 */
public final class TimeLimit implements Environment {
  private final Environment environment;
  private final int most;
  private int steps;

  /**
   * @param most steps of an episode, at least 1
   */
  public TimeLimit(Environment environment, int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "time limit of %d steps found, at least 1 expected".formatted(most));
    }
    this.environment = environment;
    this.most = most;
  }

  @Override
  public Space observationSpace() {
    return environment.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return environment.actionSpace();
  }

  @Override
  public void reset(long seed) {
    environment.reset(seed);
    steps = 0;
  }

  @Override
  public void step(float[] actions, int offset) {
    if (truncated()) {
      throw new IllegalStateException(
          "step after the limit of %d found, reset expected".formatted(most));
    }
    environment.step(actions, offset);
    steps++;
  }

  @Override
  public void observe(float[] into, int offset) {
    environment.observe(into, offset);
  }

  @Override
  public double reward() {
    return environment.reward();
  }

  @Override
  public boolean terminated() {
    return environment.terminated();
  }

  @Override
  public boolean truncated() {
    return steps == most || environment.truncated();
  }

  @Override
  public Map<String, Object> info() {
    return environment.info();
  }

  @Override
  public String render() {
    return environment.render();
  }
}
