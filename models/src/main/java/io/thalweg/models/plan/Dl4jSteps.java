package io.thalweg.models.plan;

import io.thalweg.models.bidirectional.MaskedBidirectional;
import io.thalweg.models.plan.Outline.Embedding;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.StepLayer.LastOfBoth;
import io.thalweg.models.plan.StepLayer.Mask;
import io.thalweg.models.plan.StepLayer.Padding;
import io.thalweg.models.plan.StepLayer.Pooling;
import io.thalweg.models.plan.StepLayer.StepConvolution;
import io.thalweg.models.plan.StepLayer.StepPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;

/** Reads the layers of a DL4J configuration that know which steps of a sequence count. */
final class Dl4jSteps {
  private static final int[] TIME = {2};

  private final List<Outline.Layer> layers;
  private final boolean learns;

  /**
   * @param learns whether it is to learn as the configuration says, not only to predict the same
   */
  Dl4jSteps(List<Outline.Layer> layers, boolean learns) {
    this.layers = layers;
    this.learns = learns;
  }

  static boolean reads(Layer layer) {
    return layer instanceof LastTimeStep
        || layer instanceof Bidirectional
        || layer instanceof Convolution1DLayer
        || layer instanceof GlobalPoolingLayer
        || layer instanceof MaskLayer;
  }

  /** Appends a layer; why it may not be, or null. */
  String read(Layer layer) {
    if (layer instanceof LastTimeStep last) {
      String reason = recurrent(last.getUnderlying());
      layers.add(new LastStep());
      return reason;
    }
    if (layer instanceof Convolution1DLayer convolution) {
      return convolution(convolution);
    }
    if (layer instanceof GlobalPoolingLayer pool) {
      return pool(pool);
    }
    if (layer instanceof MaskLayer) {
      layers.add(new Mask());
      return null;
    }
    return recurrent(layer);
  }

  private String recurrent(Layer layer) {
    return layer instanceof Bidirectional both
        ? bidirectional(both)
        : Dl4jRecurrent.read(layer, layers);
  }

  private String bidirectional(Bidirectional layer) {
    if (layer.getMode() != Bidirectional.Mode.CONCAT) {
      return "mode " + layer.getMode() + " found, CONCAT expected";
    }
    List<Outline.Layer> directions = new ArrayList<>();
    for (Layer direction : List.of(layer.getFwd(), layer.getBwd())) {
      String reason = Dl4jRecurrent.read(predicting(direction), directions);
      if (reason != null) {
        return reason;
      }
    }
    boolean sameKind = layer.getFwd().getClass() == layer.getBwd().getClass();
    if (!sameKind || !directions.get(0).equals(directions.get(1))) {
      return directions + " found, the same layer in both directions expected";
    }
    Recurrent direction = (Recurrent) directions.get(0);
    layers.add(new StepLayer.Bidirectional(direction.cell(), direction.units()));
    if (layer.getFwd() instanceof LastTimeStep
        || (layer instanceof MaskedBidirectional masked && masked.isLastStep())) {
      layers.add(new LastOfBoth());
    }
    return null;
  }

  /** DL4J predicts with the last step of each direction, as Keras has it, but cannot learn so. */
  private Layer predicting(Layer direction) {
    return !learns && direction instanceof LastTimeStep last ? last.getUnderlying() : direction;
  }

  private String convolution(Convolution1DLayer layer) {
    Padding padding = padding(layer);
    if (padding == null
        || layer.getStride()[0] != 1
        || layer.getDilation()[0] != 1
        || layer.getRnnDataFormat() != RNNFormat.NCW
        || !layer.hasBias()) {
      return "a convolution with stride, dilation, padding other than mode Same's, another format"
          + " than NCW or no bias found, one without them expected";
    }
    Activation activation = Dl4jConfiguration.activation(layer.getActivationFn());
    if (activation == null) {
      return Dl4jConfiguration.unknown(layer.getActivationFn());
    }
    maskWhatDl4jMasks();
    int filters = Math.toIntExact(layer.getNOut());
    layers.add(new StepConvolution(filters, layer.getKernelSize()[0], padding, activation));
    return null;
  }

  /** Null if plans have no such padding. */
  private static Padding padding(Convolution1DLayer layer) {
    ConvolutionMode mode = layer.getConvolutionMode();
    if (mode == ConvolutionMode.Same) {
      return Padding.SAME;
    }
    return mode == ConvolutionMode.Causal || layer.getPadding()[0] != 0 ? null : Padding.VALID;
  }

  /**
   * DL4J's embeddings and simple recurrent layers, and GRU, give zeroes at steps that do not count;
   * its LSTM and its convolutions do not.
   */
  private void maskWhatDl4jMasks() {
    Outline.Layer before = last();
    if (before instanceof Embedding
        || (before instanceof Recurrent recurrent && recurrent.cell() != Cell.LSTM)) {
      layers.add(new Mask());
    }
  }

  /** The last layer that does more than drop numbers, or null. */
  private Outline.Layer last() {
    int last = layers.size() - 1;
    while (last >= 0 && layers.get(last) instanceof Outline.Dropout) {
      last--;
    }
    return last < 0 ? null : layers.get(last);
  }

  /** DL4J takes what is pooled for a sequence still, and lets it pass when it is none. */
  boolean pooled() {
    return last() instanceof StepPool;
  }

  private String pool(GlobalPoolingLayer layer) {
    int[] dimensions = layer.getPoolingDimensions();
    if (!layer.isCollapseDimensions()
        || (dimensions != null && !Arrays.equals(dimensions, TIME))
        || layers.stream().anyMatch(ImageLayer.class::isInstance)) {
      return "pooling of something else than the steps of a sequence, or to a sequence of one step"
          + " found, one of steps to a vector expected";
    }
    Pooling pooling =
        switch (layer.getPoolingType()) {
          case MAX -> Pooling.MAX;
          case AVG -> Pooling.MEAN;
          default -> null;
        };
    if (pooling == null) {
      return "pooling " + layer.getPoolingType() + " found, MAX or AVG expected";
    }
    layers.add(new StepPool(pooling));
    return null;
  }
}
