package io.thalweg.models.learning;

import java.io.Serializable;

/**
 * How a network learns from a stream.
 *
 * @param rate learning rate of the updater
 * @param batch new examples per update, at least 1
 * @param updates gradient steps per batch: the first on the new examples, the others on examples
 *     drawn from the rehearsal memory (from the new ones too, where it is empty or off)
 * @param rehearsal how many of the newest examples are remembered; 0 turns rehearsal off
 * @param clipNorm bound of the global L2 norm of the gradient (Pascanu et al., 2013); 0 turns
 *     clipping off
 * @param seed of initial parameters, dropout and rehearsal
 */
public record Learning(
    Updater updater, double rate, int batch, int updates, int rehearsal, double clipNorm, long seed)
    implements Serializable {
  /** Turns a gradient into a step. */
  public enum Updater {
    SGD,
    MOMENTUM,
    RMSPROP,
    ADAM
  }
}
