package io.thalweg.models.network;

import io.thalweg.models.random.Generator;
import java.util.Arrays;

/**
 * Inverted dropout (Srivastava et al., 2014) on what a layer gives to the next: a unit is dropped
 * or scaled by 1 / (1 − rate). Masks come from the learner's own generator, so that they are part
 * of what a checkpoint restores.
 */
final class Dropout {
  private final double rate;
  private final float[] mask;

  /**
   * @param size numbers in the mask: [row, step, unit], row by row
   */
  Dropout(double rate, int size) {
    this.rate = rate;
    mask = new float[size];
    Arrays.fill(mask, 1);
  }

  /** Draws a new mask for the first numbers; nothing is drawn at rate 0. */
  void draw(Generator generator, int numbers) {
    if (rate == 0) {
      return;
    }
    float kept = (float) (1 / (1 - rate));
    for (int i = 0; i < numbers; i++) {
      mask[i] = generator.nextDouble() < rate ? 0 : kept;
    }
  }

  float[] mask() {
    return mask;
  }
}
