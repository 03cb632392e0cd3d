package io.thalweg.environments;

/**
 * An environment whose action is one number within bounds, for agents that choose from a list: the
 * choices lie evenly from the lower bound to the upper.
 */
public final class DiscreteActions extends Wrapper {
  private final Space.Discrete actions;
  private final float[] choices;
  private final float[] chosen = new float[1];

  /**
   * @param count of choices, at least 2
   * @throws IllegalArgumentException if the environment's action is not one number within finite
   *     bounds
   */
  public DiscreteActions(Environment environment, int count) {
    super(environment);
    if (!(environment.actionSpace() instanceof Space.Box box)
        || box.size() != 1
        || !Float.isFinite(box.low()[0])
        || !Float.isFinite(box.high()[0])) {
      throw new IllegalArgumentException(
          "actions of %s found, one number within finite bounds expected"
              .formatted(environment.actionSpace()));
    }
    if (count < 2) {
      throw new IllegalArgumentException("%d choices found, at least 2 expected".formatted(count));
    }
    actions = new Space.Discrete(count);
    choices = new float[count];
    float low = box.low()[0];
    float high = box.high()[0];
    for (int i = 0; i < count; i++) {
      choices[i] = i == count - 1 ? high : low + i * (high - low) / (count - 1);
    }
  }

  @Override
  public Space actionSpace() {
    return actions;
  }

  @Override
  public void step(float[] given, int offset) {
    // What is no choice goes on as no number: the environment refuses that, or the step before it.
    chosen[0] = actions.contains(given, offset) ? choices[(int) given[offset]] : Float.NaN;
    super.step(chosen, 0);
  }
}
