package io.thalweg.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The slope of a loss by its parameters, one by one: what a gradient must be. */
public final class CentralDifferences {
  private static final float STEP = 0.004f;

  private CentralDifferences() {}

  /**
   * Fails where the gradient is not the slope of the loss.
   *
   * @param which parameters to move
   * @param loss of given parameters; they are moved in place and back
   */
  public static void assertSlope(
      float[] gradient, float[] parameters, IntStream which, ToDoubleFunction<float[]> loss) {
    which.forEach(
        i -> {
          float kept = parameters[i];
          parameters[i] = kept + STEP;
          double above = loss.applyAsDouble(parameters);
          parameters[i] = kept - STEP;
          double below = loss.applyAsDouble(parameters);
          parameters[i] = kept;
          assertThat((double) gradient[i])
              .as("parameter %d", i)
              .isCloseTo((above - below) / (2 * STEP), within(2e-4));
        });
  }
}
