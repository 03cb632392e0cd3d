package io.thalweg.models.learning;

import io.thalweg.models.features.Target;
import java.io.Serializable;
import java.util.List;

/**
 * How a network learns from a stream.
 *
 * @param rate learning rate of the updater
 * @param schedule how the rate goes on
 * @param weightDecay of {@link Updater#ADAM_W}; the others have none
 * @param batch new examples per update, at least 1
 * @param updates gradient steps per batch: the first on the new examples, the others on examples
 *     drawn from the rehearsal memory (from the new ones too, where it is empty or off)
 * @param rehearsal how many of the newest examples are remembered; 0 turns rehearsal off
 * @param classWeights how much an example of each class counts, in the order of the classes, above
 *     0 each; empty: all the same
 * @param loss null: {@link Loss#of} the target
 * @param steps of a window, whose labels teach
 * @param clipNorm bound of the global L2 norm of the gradient (Pascanu et al., 2013); 0 turns
 *     clipping off
 * @param seed of initial parameters, dropout and rehearsal
 */
public record Learning(
    Updater updater,
    double rate,
    Schedule schedule,
    double weightDecay,
    int batch,
    int updates,
    int rehearsal,
    List<Double> classWeights,
    Loss loss,
    Steps steps,
    double clipNorm,
    long seed)
    implements Serializable {
  public Learning {
    classWeights = List.copyOf(classWeights);
  }

  /** PyTorch's default, for {@link Updater#ADAM_W}. */
  public static final double WEIGHT_DECAY = 0.01;

  /** Turns a gradient into a step. */
  public enum Updater {
    SGD,
    MOMENTUM,
    RMSPROP,
    ADAM,
    /** With decoupled weight decay. */
    ADAM_W
  }

  /** Which steps of a window the network learns to answer at. */
  public enum Steps {
    /** The newest: one loss for each example. */
    NEWEST,
    /**
     * All whose label was known when the newest came: tagging. An example's loss is the sum over
     * them.
     */
    ALL
  }

  /** At a constant rate, with the default weight decay; every class counts the same. */
  public Learning(
      Updater updater,
      double rate,
      int batch,
      int updates,
      int rehearsal,
      double clipNorm,
      long seed) {
    this(
        updater,
        rate,
        Schedule.CONSTANT,
        WEIGHT_DECAY,
        batch,
        updates,
        rehearsal,
        List.of(),
        null,
        Steps.NEWEST,
        clipNorm,
        seed);
  }

  /** The same with another seed. */
  public Learning withSeed(long other) {
    return with(loss, steps, other);
  }

  /** The same with another loss. */
  public Learning withLoss(Loss other) {
    return with(other, steps, seed);
  }

  /** The same from other steps. */
  public Learning withSteps(Steps other) {
    return with(loss, other, seed);
  }

  private Learning with(Loss newLoss, Steps newSteps, long newSeed) {
    return new Learning(
        updater,
        rate,
        schedule,
        weightDecay,
        batch,
        updates,
        rehearsal,
        classWeights,
        newLoss,
        newSteps,
        clipNorm,
        newSeed);
  }

  Loss lossOf(Target target) {
    return loss == null ? Loss.of(target) : loss;
  }
}
