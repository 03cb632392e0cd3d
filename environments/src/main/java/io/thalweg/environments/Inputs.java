package io.thalweg.environments;

import java.util.Arrays;

/**
 * What a network reads of an observation: the numbers of a box as they are, one of n as n numbers
 * of which one is 1.
 *
 * @param size of these numbers
 * @param oneOfMany whether the observation is one of n
 */
public record Inputs(int size, boolean oneOfMany) {
  /** Of an observation space. */
  public static Inputs of(Space space) {
    return space instanceof Space.Discrete discrete
        ? new Inputs(discrete.n(), true)
        : new Inputs(space.size(), false);
  }

  /** Numbers of an observation as the environment writes it. */
  public int observed() {
    return oneOfMany ? 1 : size;
  }

  /** Fills {@code into} from the {@code row}th of observations as environments write them. */
  public void encode(float[] observations, int row, float[] into) {
    if (oneOfMany) {
      Arrays.fill(into, 0);
      into[(int) observations[row]] = 1;
    } else {
      System.arraycopy(observations, row * size, into, 0, size);
    }
  }
}
