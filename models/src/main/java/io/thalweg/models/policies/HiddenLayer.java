package io.thalweg.models.policies;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Plan;

/** What a network's last hidden layer makes of a context, and the 1 of the intercept. */
final class HiddenLayer implements Representation {
  private final Plan plan;
  private final float[][] features;
  private final double[] x;

  /**
   * @param plan with the newest parameters loaded
   * @param width units of the layer, and one
   * @param rows most contexts at a time
   */
  HiddenLayer(Plan plan, int width, int rows) {
    this.plan = plan;
    features = new float[rows][width - 1];
    x = new double[width];
    x[width - 1] = 1;
  }

  @Override
  public void look(Batch contexts) {
    plan.features(contexts, features);
  }

  @Override
  public double[] of(int row) {
    float[] units = features[row];
    for (int i = 0; i < units.length; i++) {
      x[i] = units[i];
    }
    return x;
  }
}
