package io.thalweg.environments;

/**
 * An environment that shows some of the numbers that it observes and hides the others, so that one
 * observation no longer says what its state is: for agents that remember.
 */
public final class Masked extends Wrapper {
  private final int[] shown;
  private final Space space;
  private final float[] all;

  /**
   * @param shown which numbers of an observation, from 0, in the order in which they are shown
   * @throws IllegalArgumentException if the environment's observation is not an array that has them
   */
  public Masked(Environment environment, int... shown) {
    super(environment);
    if (!(environment.observationSpace() instanceof Space.Box box)) {
      throw new IllegalArgumentException(
          "observations of %s found, an array of numbers expected"
              .formatted(environment.observationSpace()));
    }
    this.shown = shown.clone();
    all = new float[box.size()];
    space = space(box, shown);
  }

  private static Space space(Space.Box box, int[] shown) {
    float[] low = new float[shown.length];
    float[] high = new float[shown.length];
    for (int i = 0; i < shown.length; i++) {
      if (shown[i] < 0 || shown[i] >= box.size()) {
        throw new IllegalArgumentException(
            "number %d found, 0 to %d expected".formatted(shown[i], box.size() - 1));
      }
      low[i] = box.low()[shown[i]];
      high[i] = box.high()[shown[i]];
    }
    return new Space.Box(new int[] {shown.length}, low, high);
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  public void observe(float[] into, int offset) {
    super.observe(all, 0);
    for (int i = 0; i < shown.length; i++) {
      into[offset + i] = all[shown[i]];
    }
  }
}
