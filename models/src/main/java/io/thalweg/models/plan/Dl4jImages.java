package io.thalweg.models.plan;

import io.thalweg.models.plan.Outline.Convolution;
import io.thalweg.models.plan.Outline.Image;
import io.thalweg.models.plan.Outline.ImageLayer;
import io.thalweg.models.plan.Outline.MaxPool;
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
  private static final int[] NONE = {0, 0};

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
    return layer instanceof ConvolutionLayer convolution
        ? convolution(convolution, layers)
        : pool((SubsamplingLayer) layer, layers);
  }

  private String convolution(ConvolutionLayer layer, List<Outline.Layer> layers) {
    int[] kernel = layer.getKernelSize();
    Activation activation = Dl4jConfiguration.activation(layer.getActivationFn());
    if (kernel[0] != kernel[1]
        || !Arrays.equals(layer.getStride(), ONE)
        || !Arrays.equals(layer.getPadding(), NONE)
        || !Arrays.equals(layer.getDilation(), ONE)
        || padded(layer.getConvolutionMode())
        || layer.getCnn2dDataFormat() != CNN2DFormat.NCHW
        || !layer.hasBias()) {
      return "a convolution with stride, padding, dilation, another format than NCHW or no bias"
          + " found, one of a square without them expected";
    }
    if (activation == null) {
      return "activation "
          + layer.getActivationFn()
          + " found, identity, relu, tanh or sigmoid expected";
    }
    int filters = Math.toIntExact(layer.getNOut());
    return append(new Convolution(image, filters, kernel[0], activation), layers);
  }

  private String pool(SubsamplingLayer layer, List<Outline.Layer> layers) {
    int[] kernel = layer.getKernelSize();
    if (layer.getPoolingType() != org.deeplearning4j.nn.conf.layers.PoolingType.MAX
        || kernel[0] != kernel[1]
        || !Arrays.equals(layer.getStride(), kernel)
        || !Arrays.equals(layer.getPadding(), NONE)
        || !Arrays.equals(layer.getDilation(), ONE)
        || padded(layer.getConvolutionMode())
        || layer.getCnn2dDataFormat() != CNN2DFormat.NCHW) {
      return "pooling other than of maxima of squares side by side found";
    }
    return append(new MaxPool(image, kernel[0]), layers);
  }

  private static boolean padded(ConvolutionMode mode) {
    return mode != null && mode != ConvolutionMode.Truncate && mode != ConvolutionMode.Strict;
  }

  private String append(ImageLayer layer, List<Outline.Layer> layers) {
    layers.add(layer);
    image = layer.output();
    return null;
  }
}
