package io.thalweg.models.learning;

import io.thalweg.models.learning.Learning.Updater;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * Turns gradients into steps, over flat vectors, with the equations (and constants) of PyTorch's
 * optimisers of the same names. The rate follows a schedule. Allocates nothing per step; its memory
 * is at most two vectors of the parameters' size.
 */
public final class Optimiser {
  private static final float MOMENTUM = 0.9f;
  private static final float RMS_DECAY = 0.99f;
  private static final float FIRST_DECAY = 0.9f;
  private static final float SECOND_DECAY = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final Updater updater;
  private final double rate;
  private final Schedule schedule;
  private final double weightDecay;
  private final float[] first;
  private final float[] second;
  private long steps;

  /**
   * One that has made no step.
   *
   * @param weightDecay of {@link Updater#ADAM_W}; the others have none
   * @param size numbers in the parameters
   */
  public Optimiser(Updater updater, double rate, Schedule schedule, double weightDecay, int size) {
    this.updater = updater;
    this.rate = rate;
    this.schedule = schedule;
    this.weightDecay = weightDecay;
    boolean adam = updater == Updater.ADAM || updater == Updater.ADAM_W;
    first = new float[updater == Updater.MOMENTUM || adam ? size : 0];
    second = new float[updater == Updater.RMSPROP || adam ? size : 0];
  }

  /** As a learner's settings want it. */
  Optimiser(Learning learning, int size) {
    this(learning.updater(), learning.rate(), learning.schedule(), learning.weightDecay(), size);
  }

  /**
   * Makes a step, in place.
   *
   * @param gradient of the loss by the parameters; stays as it is
   */
  public void step(float[] parameters, float[] gradient) {
    steps++;
    double scheduled = rate * schedule.factor(steps);
    switch (updater) {
      case SGD -> sgd(parameters, gradient, (float) scheduled);
      case MOMENTUM -> momentum(parameters, gradient, (float) scheduled);
      case RMSPROP -> rmsProp(parameters, gradient, (float) scheduled);
      case ADAM -> adam(parameters, gradient, scheduled);
      case ADAM_W -> {
        Vectors.scale(parameters, (float) (1 - scheduled * weightDecay));
        adam(parameters, gradient, scheduled);
      }
    }
  }

  private static void sgd(float[] parameters, float[] gradient, float rate) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] -= rate * gradient[i];
    }
  }

  /** Velocity ← 0.9 velocity + gradient; parameters ← parameters − rate velocity. */
  private void momentum(float[] parameters, float[] gradient, float step) {
    float[] velocity = first;
    for (int i = 0; i < parameters.length; i++) {
      velocity[i] = MOMENTUM * velocity[i] + gradient[i];
      parameters[i] -= step * velocity[i];
    }
  }

  /** Tieleman and Hinton, "Lecture 6.5: RMSProp", 2012. */
  private void rmsProp(float[] parameters, float[] gradient, float step) {
    float[] squares = second;
    for (int i = 0; i < parameters.length; i++) {
      float g = gradient[i];
      squares[i] = RMS_DECAY * squares[i] + (1 - RMS_DECAY) * g * g;
      parameters[i] -= step * g / ((float) Math.sqrt(squares[i]) + EPSILON);
    }
  }

  /**
   * Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1; with the
   * parameters scaled before: Loshchilov and Hutter, "Decoupled weight decay regularization", 2019,
   * algorithm 2.
   */
  private void adam(float[] parameters, float[] gradient, double scheduled) {
    double firstBias = 1 - StrictMath.pow(0.9, (double) steps);
    double secondBias = 1 - StrictMath.pow(0.999, (double) steps);
    float step = (float) (scheduled / firstBias);
    float scale = (float) (1 / StrictMath.sqrt(secondBias));
    float[] mean = first;
    float[] squares = second;
    for (int i = 0; i < parameters.length; i++) {
      float g = gradient[i];
      mean[i] = FIRST_DECAY * mean[i] + (1 - FIRST_DECAY) * g;
      squares[i] = SECOND_DECAY * squares[i] + (1 - SECOND_DECAY) * g * g;
      parameters[i] -= step * mean[i] / ((float) Math.sqrt(squares[i]) * scale + EPSILON);
    }
  }

  /** Whether its state is. */
  public boolean finite() {
    return Vectors.within(first, Float.MAX_VALUE) && Vectors.within(second, Float.MAX_VALUE);
  }

  /** A second one of the same size takes on this one's state. */
  public void copyTo(Optimiser other) {
    System.arraycopy(first, 0, other.first, 0, first.length);
    System.arraycopy(second, 0, other.second, 0, second.length);
    other.steps = steps;
  }

  /**
   * Writes the state.
   *
   * @param order from that of the parameters to the one that is stored
   */
  public void write(DataOutput out, UnaryOperator<float[]> order) throws IOException {
    out.writeUTF(updater.name());
    out.writeLong(steps);
    Vectors.write(ordered(first, order), out);
    Vectors.write(ordered(second, order), out);
  }

  /** What an updater does not keep has no order. */
  private static float[] ordered(float[] vector, UnaryOperator<float[]> order) {
    return vector.length == 0 ? vector : order.apply(vector);
  }

  /**
   * Takes on what was written. What another updater wrote is skipped: it means nothing to this one,
   * which starts afresh.
   *
   * @param order from the one that is stored to that of the parameters
   */
  public void read(DataInput in, UnaryOperator<float[]> order) throws IOException {
    boolean same = in.readUTF().equals(updater.name());
    long written = in.readLong();
    if (same) {
      steps = written;
      Vectors.read(first, in, stored -> ordered(stored, order));
      Vectors.read(second, in, stored -> ordered(stored, order));
    } else {
      Vectors.skip(in);
      Vectors.skip(in);
    }
  }
}
