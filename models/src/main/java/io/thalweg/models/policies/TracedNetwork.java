package io.thalweg.models.policies;

import io.thalweg.models.agents.LearnedNetwork;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Vectors;
import io.thalweg.models.plan.Objective;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A network with an eligibility trace per stream: z ← decay · z + share · ∇, and a step is θ ← θ +
 * rate · z (Sutton and Barto, 2018, 13.5). In float, which the parameters are.
 */
final class TracedNetwork implements AutoCloseable {
  private static final float[] ONCE = {1};

  private final Plan plan;
  private final float[] parameters;
  private final float[] moved;
  private final float[] gradient;
  private final float[][] traces;

  /**
   * @param initial parameters; taken over
   * @param rows most observations at a time
   */
  TracedNetwork(Outline outline, float[] initial, int streams, int rows) {
    parameters = initial;
    moved = new float[initial.length];
    gradient = new float[initial.length];
    traces = new float[streams][initial.length];
    plan = new Plan(outline, 1, rows);
    plan.load(parameters);
  }

  Plan plan() {
    return plan;
  }

  float[] parameters() {
    return parameters;
  }

  float[] trace(int stream) {
    return traces[stream];
  }

  /**
   * Computes the gradient.
   *
   * @param row a batch of one observation
   * @param objective whose slope is meant
   * @return the objective
   */
  double look(Batch row, Objective objective, Generator chance) {
    return plan.gradient(row, objective, ONCE, chance, gradient);
  }

  /** Takes the gradient up into a stream's trace. */
  void trace(int stream, double decay, double share) {
    float[] trace = traces[stream];
    float kept = (float) decay;
    float added = (float) share;
    for (int i = 0; i < trace.length; i++) {
      trace[i] = kept * trace[i] + added * gradient[i];
    }
  }

  void forget(int stream) {
    Arrays.fill(traces[stream], 0);
  }

  /** Where a step along a stream's trace would lead; whether that is within bounds. */
  boolean tryStep(int stream, double rate) {
    float[] trace = traces[stream];
    float step = (float) rate;
    for (int i = 0; i < moved.length; i++) {
      moved[i] = parameters[i] + step * trace[i];
    }
    return Vectors.within(trace, LearnedNetwork.BOUND)
        && Vectors.within(moved, LearnedNetwork.BOUND);
  }

  /** Makes the step that was tried. */
  void step() {
    System.arraycopy(moved, 0, parameters, 0, parameters.length);
    plan.load(parameters);
  }

  void write(DataOutput out) throws IOException {
    Vectors.write(parameters, out);
    for (float[] trace : traces) {
      Vectors.write(trace, out);
    }
  }

  void read(DataInput in) throws IOException {
    read(parameters, in);
    for (float[] trace : traces) {
      read(trace, in);
    }
    plan.load(parameters);
  }

  private static void read(float[] vector, DataInput in) throws IOException {
    Vectors.read(vector, in);
    if (!Vectors.within(vector, LearnedNetwork.BOUND)) {
      throw new IOException("parameters or traces beyond their bound found");
    }
  }

  @Override
  public void close() {
    plan.close();
  }
}
