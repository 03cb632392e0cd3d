package io.thalweg.models.plan;

/**
 * Each output by itself.
 *
 * @param sigmoid whether outputs are σ(score) = 1 / (1 + exp(−score)), else the scores
 */
record ElementwiseLoss(boolean sigmoid, Distance distance) implements Loss {
  @Override
  public void outputs(double[] scores, float[] outputs) {
    for (int j = 0; j < scores.length; j++) {
      outputs[j] = (float) output(scores[j]);
    }
  }

  private double output(double score) {
    return sigmoid ? 1 / (1 + StrictMath.exp(-score)) : score;
  }

  @Override
  public double errors(double[] scores, Targets targets, int row) {
    double share = distance.averaged() ? 1.0 / scores.length : 1;
    double sum = 0;
    for (int j = 0; j < scores.length; j++) {
      double output = output(scores[j]);
      double target = targets.of(row, j);
      sum += distance.of(output, target);
      double steepness = sigmoid ? output * (1 - output) : 1;
      scores[j] = distance.slope(output, target) * steepness * share;
    }
    return sum * share;
  }
}
