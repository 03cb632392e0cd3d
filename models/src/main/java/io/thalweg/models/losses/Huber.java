package io.thalweg.models.losses;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossUtil;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The loss of Huber (1964, "Robust estimation of a location parameter") with δ = 1: r² / 2 for a
 * residual r = output − label within [−1, 1], |r| − 1/2 beyond, averaged over the outputs; what
 * PyTorch's {@code HuberLoss} and Keras's {@code Huber} compute by default. An outlier's gradient
 * is no greater than that of a residual of 1.
 *
 * <p>Labels and outputs are [batch, outputs]; a mask is [batch, 1] or like them, as for DL4J's own
 * losses.
 */
public final class Huber implements ILossFunction {
  private static final long serialVersionUID = 1;

  @Override
  public double computeScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activationFn,
      INDArray mask,
      boolean average) {
    double sum = computeScoreArray(labels, preOutput, activationFn, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
    INDArray residuals = residuals(labels, preOutput, activationFn);
    INDArray slopes = slopes(residuals);
    INDArray losses = residuals.sub(slopes.div(2)).muli(slopes);
    if (mask != null) {
      LossUtil.applyMask(losses, mask);
    }
    return losses.sum(true, 1).divi(labels.size(1));
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
    INDArray slopes = slopes(residuals(labels, preOutput, activationFn)).divi(labels.size(1));
    if (mask != null && LossUtil.isPerOutputMasking(slopes, mask)) {
      // An activation may mix outputs.
      LossUtil.applyMask(slopes, mask);
    }
    // Overwrites preOutput, as DL4J's own losses do.
    INDArray gradient = activationFn.backprop(preOutput, slopes).getFirst();
    if (mask != null) {
      LossUtil.applyMask(gradient, mask);
    }
    return gradient;
  }

  private static INDArray residuals(INDArray labels, INDArray preOutput, IActivation activationFn) {
    if (!labels.equalShapes(preOutput)) {
      throw new IllegalArgumentException(
          "labels of shape %s found, %s expected"
              .formatted(labels.shapeInfoToString(), preOutput.shapeInfoToString()));
    }
    return activationFn
        .getActivation(preOutput.dup(), true)
        .subi(labels.castTo(preOutput.dataType()));
  }

  /** Of the loss by the residuals: these, kept within [−1, 1]. */
  private static INDArray slopes(INDArray residuals) {
    return Transforms.hardTanh(residuals, true);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activationFn,
      INDArray mask,
      boolean average) {
    return new Pair<>(
        computeScore(labels, preOutput, activationFn, mask, average),
        computeGradient(labels, preOutput, activationFn, mask));
  }

  @Override
  public String name() {
    return toString();
  }

  @Override
  public String toString() {
    return "Huber()";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Huber;
  }

  @Override
  public int hashCode() {
    return Huber.class.getName().hashCode();
  }
}
