package io.thalweg.models.plan;

import io.thalweg.models.losses.Huber;
import io.thalweg.models.plan.Head.Kind;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Reads the last layer of a DL4J configuration. */
final class Dl4jHead {
  static final String EXPECTED =
      "an OutputLayer or RnnOutputLayer with bias and one of softmax with MCXENT, sigmoid with XENT or MSE, identity"
          + " with MSE or Huber, whose outputs have no weights and XENT's default clipping, expected"
          + " at the end";

  private Dl4jHead() {}

  /**
   * Null if a plan has no such head.
   *
   * @param learns whether it is to learn by the same loss; otherwise by any, if it gives the same
   */
  static Head read(Layer layer, boolean learns) {
    boolean everyStep = layer instanceof RnnOutputLayer;
    if (!(everyStep || layer instanceof OutputLayer)) {
      return null;
    }
    BaseOutputLayer output = (BaseOutputLayer) layer;
    if (!output.hasBias()) {
      return null;
    }
    IActivation activation = output.getActivationFn();
    Kind kind = learns ? kind(activation, output.getLossFn()) : predicting(activation);
    return kind == null ? null : new Head(kind, Math.toIntExact(output.getNOut()), everyStep);
  }

  private static Kind predicting(IActivation activation) {
    if (activation instanceof ActivationSoftmax) {
      return Kind.SOFTMAX_CROSS_ENTROPY;
    }
    if (activation instanceof ActivationSigmoid) {
      return Kind.SIGMOID_CROSS_ENTROPY;
    }
    return activation instanceof ActivationIdentity ? Kind.IDENTITY_SQUARED_ERROR : null;
  }

  private static Kind kind(IActivation activation, ILossFunction loss) {
    if (activation instanceof ActivationSoftmax) {
      return loss instanceof LossMCXENT several && several.getWeights() == null
          ? Kind.SOFTMAX_CROSS_ENTROPY
          : null;
    }
    if (activation instanceof ActivationSigmoid) {
      return squared(loss) ? Kind.SIGMOID_SQUARED_ERROR : sigmoidCrossEntropy(loss);
    }
    if (activation instanceof ActivationIdentity) {
      return squared(loss)
          ? Kind.IDENTITY_SQUARED_ERROR
          : loss instanceof Huber ? Kind.IDENTITY_HUBER : null;
    }
    return null;
  }

  private static boolean squared(ILossFunction loss) {
    return loss instanceof LossMSE mean && mean.getWeights() == null;
  }

  private static Kind sigmoidCrossEntropy(ILossFunction loss) {
    return loss instanceof LossBinaryXENT binary
            && binary.getWeights() == null
            && binary.getClipEps() == Distance.CLIPPING
        ? Kind.SIGMOID_CROSS_ENTROPY
        : null;
  }
}
