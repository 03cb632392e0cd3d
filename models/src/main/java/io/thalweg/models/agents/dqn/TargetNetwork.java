package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Vectors;
import io.thalweg.models.plan.Plan;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The network that says what is learned. It follows the one that learns from behind, so that what
 * is learned stays still for a while (Mnih et al., 2015).
 */
final class TargetNetwork implements AutoCloseable {
  private final TargetUpdate rule;
  private final Plan plan;
  private final float[] parameters;

  /** Whether the plan has other parameters. */
  private boolean changed = true;

  TargetNetwork(DqnSpec spec, float[] parameters) {
    rule = spec.settings().target();
    this.parameters = parameters.clone();
    plan = new Plan(spec.outline(), spec.steps(), spec.settings().training().batch());
  }

  /**
   * After an update of the network that learns.
   *
   * @param updates made so far
   */
  void follow(float[] learned, long updates) {
    if (rule instanceof TargetUpdate.Polyak polyak) {
      float tau = (float) polyak.tau();
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] += tau * (learned[i] - parameters[i]);
      }
      changed = true;
    } else if (rule instanceof TargetUpdate.Hard hard && updates % hard.updates() == 0) {
      System.arraycopy(learned, 0, parameters, 0, parameters.length);
      changed = true;
    }
  }

  /** Scores of single observations, [row, output]. */
  void predict(Batch batch, float[][] scores) {
    load();
    plan.predictTogether(batch, scores);
  }

  /** Scores at each step of windows, [row, step, output]. */
  void predictSteps(Batch batch, float[][][] scores) {
    load();
    plan.predictSteps(batch, scores);
  }

  private void load() {
    if (changed) {
      plan.load(parameters);
      changed = false;
    }
  }

  void write(DataOutput out) throws IOException {
    Vectors.write(parameters, out);
  }

  void read(DataInput in) throws IOException {
    Vectors.read(parameters, in);
    changed = true;
  }

  @Override
  public void close() {
    plan.close();
  }
}
