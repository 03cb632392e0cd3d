package io.thalweg.models.plan;

/** Softmax over all scores with its cross-entropy, in nats. A row's targets sum to 1. */
record SoftmaxCrossEntropy() implements Loss {
  @Override
  public void outputs(double[] scores, float[] outputs) {
    double sum = exponentials(scores, max(scores));
    for (int j = 0; j < scores.length; j++) {
      outputs[j] = (float) (scores[j] / sum);
    }
  }

  @Override
  public double errors(double[] scores, Targets targets, int row) {
    double maximum = max(scores);
    double wanted = 0;
    for (int j = 0; j < scores.length; j++) {
      wanted += targets.of(row, j) * (scores[j] - maximum);
    }
    double sum = exponentials(scores, maximum);
    for (int j = 0; j < scores.length; j++) {
      scores[j] = scores[j] / sum - targets.of(row, j);
    }
    return StrictMath.log(sum) - wanted;
  }

  /** From scores to exponentials of what they are above their maximum, and their sum. */
  private static double exponentials(double[] scores, double maximum) {
    double sum = 0;
    for (int j = 0; j < scores.length; j++) {
      scores[j] = StrictMath.exp(scores[j] - maximum);
      sum += scores[j];
    }
    return sum;
  }

  private static double max(double[] scores) {
    double maximum = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      maximum = Math.max(maximum, score);
    }
    return maximum;
  }
}
