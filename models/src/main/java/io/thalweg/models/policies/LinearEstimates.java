package io.thalweg.models.policies;

import io.thalweg.models.features.Batch;

/** By arms, linear in a representation of the context. */
final class LinearEstimates implements Estimates {
  private final Representation representation;
  private LinearArms arms;
  private double[] x;

  LinearEstimates(Representation representation, LinearArms arms) {
    this.representation = representation;
    this.arms = arms;
  }

  void become(LinearArms newer) {
    arms = newer;
  }

  @Override
  public void look(Batch contexts) {
    representation.look(contexts);
  }

  @Override
  public void turnTo(int row) {
    x = representation.of(row);
  }

  @Override
  public double estimate(int action) {
    return arms.estimate(action, x);
  }

  @Override
  public double doubt(int action) {
    return arms.doubt(action, x);
  }
}
