package io.thalweg.models.plan;

/** What a head's scores mean, and how far they are from what they should mean. For one row. */
sealed interface Loss permits SoftmaxCrossEntropy, ElementwiseLoss {
  static Loss of(Head.Kind kind) {
    return switch (kind) {
      case SOFTMAX_CROSS_ENTROPY -> new SoftmaxCrossEntropy();
      case SIGMOID_CROSS_ENTROPY -> new ElementwiseLoss(true, Distance.CROSS_ENTROPY);
      case IDENTITY_SQUARED_ERROR -> new ElementwiseLoss(false, Distance.SQUARED_ERROR);
      case SIGMOID_SQUARED_ERROR -> new ElementwiseLoss(true, Distance.SQUARED_ERROR);
      case IDENTITY_HUBER -> new ElementwiseLoss(false, Distance.HUBER);
    };
  }

  /**
   * What the scores mean.
   *
   * @param scores [outputs]; may be overwritten
   * @param outputs filled, [outputs]
   */
  void outputs(double[] scores, float[] outputs);

  /**
   * What to learn from the scores.
   *
   * @param scores [outputs]; overwritten with the errors: the slope of the loss by each of them
   * @param row of the targets
   * @return the loss
   */
  double errors(double[] scores, Targets targets, int row);
}
