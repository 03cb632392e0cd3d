package io.thalweg.models.agents;

import io.thalweg.models.learning.Optimiser;
import io.thalweg.models.learning.Vectors;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Plan;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * A network of an agent, what turns its gradient into steps, and the way back from steps that
 * diverged. Not thread-safe; {@link #close} frees what it holds outside the heap.
 */
public final class LearnedNetwork implements AutoCloseable {
  /** Parameters beyond this have diverged. */
  public static final float BOUND = 1e9f;

  private final Plan plan;
  private final Optimiser optimiser;
  private final Optimiser optimiserBefore;
  private final float[] parameters;
  private final float[] parametersBefore;
  private final float[] gradient;

  /**
   * One that reads no sequences.
   *
   * @param initial parameters in the plan's order; taken over
   * @param optimiser makes one for so many parameters
   * @param rows most observations at a time
   */
  public LearnedNetwork(
      Outline outline, float[] initial, IntFunction<Optimiser> optimiser, int rows) {
    this(outline, initial, optimiser, 1, rows);
  }

  /**
   * @param initial parameters in the plan's order; taken over
   * @param optimiser makes one for so many parameters
   * @param steps longest window of observations
   * @param rows most windows at a time
   */
  public LearnedNetwork(
      Outline outline, float[] initial, IntFunction<Optimiser> optimiser, int steps, int rows) {
    parameters = initial;
    parametersBefore = new float[initial.length];
    gradient = new float[initial.length];
    this.optimiser = optimiser.apply(initial.length);
    optimiserBefore = optimiser.apply(initial.length);
    plan = new Plan(outline, steps, rows);
    plan.load(parameters);
  }

  /** With the newest parameters loaded. */
  public Plan plan() {
    return plan;
  }

  /** In the plan's order; not a copy. */
  public float[] parameters() {
    return parameters;
  }

  /** To be filled before {@link #step}; not a copy. */
  public float[] gradient() {
    return gradient;
  }

  /** Remembers the state, to {@link #rollBack} to. */
  public void mark() {
    System.arraycopy(parameters, 0, parametersBefore, 0, parameters.length);
    optimiser.copyTo(optimiserBefore);
  }

  /** To where it was marked. */
  public void rollBack() {
    System.arraycopy(parametersBefore, 0, parameters, 0, parameters.length);
    optimiserBefore.copyTo(optimiser);
    plan.load(parameters);
  }

  /** Makes a step along the gradient; whether it led somewhere. */
  public boolean step() {
    optimiser.step(parameters, gradient);
    plan.load(parameters);
    return Vectors.within(parameters, BOUND) && optimiser.finite();
  }

  /**
   * Makes a step along the gradient, or none that leads nowhere: then all is as before.
   *
   * @param loss that the gradient is of
   * @param lossBound beyond which, or where the gradient is not finite, no step is tried
   * @param maxNorm that a longer gradient is scaled to; 0: none is
   * @return whether it was made
   */
  public boolean step(double loss, double lossBound, double maxNorm) {
    double norm = Vectors.norm(gradient);
    if (!(loss <= lossBound) || !Double.isFinite(norm)) {
      return false;
    }
    if (maxNorm > 0 && norm > maxNorm) {
      Vectors.scale(gradient, (float) (maxNorm / norm));
    }
    mark();
    boolean made = step();
    if (!made) {
      rollBack();
    }
    return made;
  }

  /** Writes parameters and the optimiser's state. */
  public void write(DataOutput out) throws IOException {
    Vectors.write(parameters, out);
    optimiser.write(out, UnaryOperator.identity());
  }

  /**
   * Takes on what was written.
   *
   * @throws IOException if it is corrupt or has diverged
   */
  public void read(DataInput in) throws IOException {
    Vectors.read(parameters, in);
    optimiser.read(in, UnaryOperator.identity());
    if (!Vectors.within(parameters, BOUND) || !optimiser.finite()) {
      throw new IOException("parameters beyond their bound found");
    }
    plan.load(parameters);
  }

  @Override
  public void close() {
    plan.close();
  }
}
