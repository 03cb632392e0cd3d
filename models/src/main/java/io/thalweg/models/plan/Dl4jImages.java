package io.thalweg.models.plan;

import io.thalweg.models.plan.ImageLayer.Convolution;
import io.thalweg.models.plan.ImageLayer.Image;
import io.thalweg.models.plan.ImageLayer.Pool;
import io.thalweg.models.plan.Sliding.Axis;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** Reads the layers of images of a DL4J configuration, one after the other. */
final class Dl4jImages {
  private static final int[] ONE = {1, 1};

  private Image image;

  static boolean reads(Layer layer) {
    return layer.getClass() == ConvolutionLayer.class || layer.getClass() == SubsamplingLayer.class;
  }

  /** Takes note of an image that begins, or ends; false if it is another preprocessor. */
  boolean known(InputPreProcessor preprocessor) {
    if (preprocessor instanceof FeedForwardToCnnPreProcessor begins) {
      image =
          new Image(
              Math.toIntExact(begins.getInputHeight()),
              Math.toIntExact(begins.getInputWidth()),
              Math.toIntExact(begins.getNumChannels()));
      return true;
    }
    return preprocessor instanceof CnnToFeedForwardPreProcessor;
  }

  /** Appends a layer; why it may not be, or null. */
  String read(Layer layer, List<Outline.Layer> layers) {
    if (image == null) {
      return "no height and width of its input found, setInputType expected";
    }
    try {
      return layer instanceof ConvolutionLayer convolution
          ? convolution(convolution, layers)
          : pool((SubsamplingLayer) layer, layers);
    } catch (IllegalArgumentException shape) {
      return shape.getMessage();
    }
  }

  private String convolution(ConvolutionLayer layer, List<Outline.Layer> layers) {
    if (!Arrays.equals(layer.getDilation(), ONE)
        || causal(layer.getConvolutionMode())
        || layer.getCnn2dDataFormat() != CNN2DFormat.NCHW
        || !layer.hasBias()) {
      return "a convolution with dilation, causal padding, another format than NCHW or no bias"
          + " found, one without them expected";
    }
    Activation activation = Dl4jConfiguration.activation(layer.getActivationFn());
    if (activation == null) {
      return Dl4jConfiguration.unknown(layer.getActivationFn());
    }
    Sliding kernel =
        sliding(
            layer.getConvolutionMode(),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding());
    int filters = Math.toIntExact(layer.getNOut());
    return append(new Convolution(image, filters, kernel, activation), layers);
  }

  private String pool(SubsamplingLayer layer, List<Outline.Layer> layers) {
    Pool.Kind kind = kind(layer);
    if (kind == null
        || !Arrays.equals(layer.getDilation(), ONE)
        || causal(layer.getConvolutionMode())
        || layer.getCnn2dDataFormat() != CNN2DFormat.NCHW) {
      return "pooling other than of maxima or means, or with dilation, causal padding or another"
          + " format than NCHW found, one without them expected";
    }
    Sliding kernel =
        sliding(
            layer.getConvolutionMode(),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding());
    return append(new Pool(image, kernel, kind), layers);
  }

  /** Null if plans have no such pooling. */
  private static Pool.Kind kind(SubsamplingLayer layer) {
    return switch (layer.getPoolingType()) {
      case MAX -> Pool.Kind.MAX;
      case AVG -> layer.isAvgPoolIncludePadInDivisor() ? Pool.Kind.PADDED_MEAN : Pool.Kind.MEAN;
      default -> null;
    };
  }

  private Sliding sliding(ConvolutionMode mode, int[] size, int[] stride, int[] padding) {
    return mode == ConvolutionMode.Same
        ? new Sliding(
            Axis.same(image.height(), size[0], stride[0]),
            Axis.same(image.width(), size[1], stride[1]))
        : new Sliding(
            new Axis(size[0], stride[0], padding[0], padding[0]),
            new Axis(size[1], stride[1], padding[1], padding[1]));
  }

  private static boolean causal(ConvolutionMode mode) {
    return mode == ConvolutionMode.Causal;
  }

  private String append(ImageLayer layer, List<Outline.Layer> layers) {
    image = layer.output();
    layers.add(layer);
    return null;
  }
}
