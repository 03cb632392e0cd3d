package io.thalweg.models.policies;

import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.Optimiser;
import io.thalweg.models.learning.Vectors;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.policies.PolicyGradientSettings.Optimisation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** A network, what turns its gradient into steps, and the way back from steps that diverged. */
final class LearnedNetwork implements AutoCloseable {
  /** Parameters beyond this have diverged. */
  static final float BOUND = 1e9f;

  private final Plan plan;
  private final Optimiser optimiser;
  private final Optimiser optimiserBefore;
  private final float[] parameters;
  private final float[] parametersBefore;
  private final float[] gradient;

  /**
   * @param initial parameters; taken over
   * @param rows most observations at a time
   */
  LearnedNetwork(Outline outline, float[] initial, Optimisation optimisation, int rows) {
    parameters = initial;
    parametersBefore = new float[initial.length];
    gradient = new float[initial.length];
    optimiser = optimiser(optimisation);
    optimiserBefore = optimiser(optimisation);
    plan = new Plan(outline, 1, rows);
    plan.load(parameters);
  }

  private Optimiser optimiser(Optimisation optimisation) {
    Learning learning =
        new Learning(
            optimisation.updater(),
            optimisation.learningRate(),
            optimisation.schedule(),
            Learning.WEIGHT_DECAY,
            1,
            1,
            0,
            List.of(),
            null,
            Learning.Steps.NEWEST,
            0,
            0);
    return new Optimiser(learning, parameters.length);
  }

  Plan plan() {
    return plan;
  }

  float[] parameters() {
    return parameters;
  }

  float[] gradient() {
    return gradient;
  }

  /** Remembers the state, to {@link #rollBack} to. */
  void mark() {
    System.arraycopy(parameters, 0, parametersBefore, 0, parameters.length);
    optimiser.copyTo(optimiserBefore);
  }

  void rollBack() {
    System.arraycopy(parametersBefore, 0, parameters, 0, parameters.length);
    optimiserBefore.copyTo(optimiser);
    plan.load(parameters);
  }

  /** Makes a step along the gradient; whether it led somewhere. */
  boolean step() {
    optimiser.step(parameters, gradient);
    plan.load(parameters);
    return Vectors.within(parameters, BOUND) && optimiser.finite();
  }

  void write(DataOutput out) throws IOException {
    Vectors.write(parameters, out);
    optimiser.write(out, UnaryOperator.identity());
  }

  void read(DataInput in) throws IOException {
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
