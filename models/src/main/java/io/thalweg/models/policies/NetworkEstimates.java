package io.thalweg.models.policies;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Plan;

/** By a network's outputs, one per action; it knows no doubt. */
final class NetworkEstimates implements Estimates {
  private final Plan plan;
  private final float[][] outputs;
  private int row;

  /**
   * @param plan with the newest parameters loaded
   * @param rows most contexts at a time
   */
  NetworkEstimates(Plan plan, int actions, int rows) {
    this.plan = plan;
    outputs = new float[rows][actions];
  }

  @Override
  public void look(Batch contexts) {
    plan.predict(contexts, outputs);
  }

  @Override
  public void turnTo(int looked) {
    row = looked;
  }

  @Override
  public double estimate(int action) {
    return outputs[row][action];
  }

  @Override
  public double doubt(int action) {
    return 0;
  }
}
