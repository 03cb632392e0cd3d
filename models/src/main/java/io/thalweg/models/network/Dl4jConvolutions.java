package io.thalweg.models.network;

import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.Convolutional1d;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.nd4j.linalg.activations.Activation;

/** Convolutions in DL4J's layers. */
final class Dl4jConvolutions {
  private Dl4jConvolutions() {}

  /** As Keras has them in its first example; returns the numbers that come out. */
  static int over(Convolutional architecture, ListBuilder builder) {
    int[] pool = {Convolutional.POOL, Convolutional.POOL};
    for (int i = 0; i < architecture.filters().size(); i++) {
      if (i > 0) {
        builder.layer(
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, pool, pool).build());
      }
      builder.layer(
          new ConvolutionLayer.Builder(Convolutional.KERNEL, Convolutional.KERNEL)
              .nOut(architecture.filters().get(i))
              .activation(Activation.RELU)
              .build());
    }
    builder.setInputType(
        InputType.convolutionalFlat(
            architecture.height(), architecture.width(), architecture.channels()));
    int convolutions = architecture.filters().size();
    return architecture.filters().get(convolutions - 1)
        * Convolutional.left(architecture.height(), convolutions)
        * Convolutional.left(architecture.width(), convolutions);
  }

  /** Along steps, which end pooled. DL4J masks nothing between two convolutions by itself. */
  static void along(Convolutional1d architecture, int inputs, ListBuilder builder) {
    int width = inputs;
    for (int i = 0; i < architecture.filters().size(); i++) {
      if (i > 0) {
        builder.layer(new MaskLayer());
      }
      int filters = architecture.filters().get(i);
      builder.layer(
          new Convolution1DLayer.Builder(architecture.kernel())
              .convolutionMode(ConvolutionMode.Same)
              .nIn(width)
              .nOut(filters)
              .activation(Activation.RELU)
              .build());
      width = filters;
    }
    builder.layer(new GlobalPoolingLayer(PoolingType.MAX));
  }
}
