package io.thalweg.environments;

import java.util.Map;

/**
 * An environment around another one, which does what is not done here: Gymnasium's {@code Wrapper}.
 */
abstract class Wrapper implements Environment {
  private final Environment environment;

  Wrapper(Environment environment) {
    this.environment = environment;
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
  }

  @Override
  public void step(float[] actions, int offset) {
    environment.step(actions, offset);
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
    return environment.truncated();
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
