package io.thalweg.models.network;

import io.thalweg.models.bidirectional.MaskedBidirectional;
import io.thalweg.models.devices.Devices;
import io.thalweg.models.gru.GRU;
import io.thalweg.models.losses.Huber;
import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.Convolutional1d;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.network.Architecture.Recurrent;
import io.thalweg.models.plan.Head;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** An architecture as a DL4J network. */
public final class Dl4jModels {
  private Dl4jModels() {}

  /**
   * A network of DL4J's own that predicts the same, for other programs: input [batch, inputs,
   * steps], or [batch, inputs] for a feed-forward network, output [batch, outputs].
   *
   * @throws IllegalArgumentException if the architecture has no network
   */
  public static MultiLayerNetwork of(
      Architecture architecture, Dimensions dimensions, float[] parameters) {
    Devices.requireServed();
    IDropout dropout =
        dropout(architecture) == 0
            ? null
            : new org.deeplearning4j.nn.conf.dropout.Dropout(1 - dropout(architecture));
    List<IDropout> dropouts = Collections.nCopies(units(architecture).size(), dropout);
    INDArray vector = Nd4j.createFromArray(parameters).reshape(1, parameters.length);
    return network(configuration(architecture, dimensions, DataType.FLOAT, dropouts), vector);
  }

  /** Of what each hidden layer gives. */
  static double dropout(Architecture architecture) {
    return architecture instanceof Recurrent recurrent
        ? recurrent.dropout()
        : architecture instanceof Convolutional1d steps
            ? steps.dropout()
            : architecture instanceof FeedForward feedForward
                ? feedForward.dropout()
                : architecture instanceof Convolutional convolutional ? convolutional.dropout() : 0;
  }

  /**
   * Units of each hidden layer, convolutions apart: what they give behind a pool of steps is one.
   *
   * @throws IllegalArgumentException if the architecture has no network
   */
  static List<Integer> units(Architecture architecture) {
    if (architecture instanceof Recurrent recurrent) {
      return Collections.nCopies(recurrent.layers(), recurrent.width());
    }
    if (architecture instanceof FeedForward feedForward) {
      return feedForward.hidden();
    }
    if (architecture instanceof Convolutional convolutional) {
      return convolutional.hidden();
    }
    if (architecture instanceof Convolutional1d steps) {
      return Stream.concat(Stream.of(steps.pooled()), steps.hidden().stream()).toList();
    }
    throw new IllegalArgumentException(
        architecture + " found, a network with parameters expected: a constant has none");
  }

  static MultiLayerNetwork network(MultiLayerConfiguration configuration, INDArray parameters) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(parameters, false);
    return network;
  }

  /**
   * @param dropouts on what each hidden layer gives to the next layer; elements may be null
   */
  static MultiLayerConfiguration configuration(
      Architecture architecture, Dimensions dimensions, DataType type, List<IDropout> dropouts) {
    ListBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .weightInit(WeightInit.ZERO)
            .activation(Activation.TANH)
            .list();
    List<Integer> units = units(architecture);
    int inputs = dimensions.inputs();
    if (architecture instanceof Convolutional convolutional) {
      inputs = Dl4jConvolutions.over(convolutional, builder);
    }
    if (architecture.embedding() != null) {
      inputs = architecture.embedding().units();
      builder.layer(
          new EmbeddingSequenceLayer.Builder()
              .nIn(architecture.embedding().vocabulary())
              .nOut(inputs)
              .activation(Activation.IDENTITY)
              .build());
    }
    IDropout dropout = null;
    for (int i = 0; i < units.size(); i++) {
      if (architecture instanceof Recurrent recurrent) {
        boolean last = i == units.size() - 1 && !dimensions.head().everyStep();
        recurrent(recurrent, inputs, dropout, last, builder);
      } else if (architecture instanceof Convolutional1d steps && i == 0) {
        Dl4jConvolutions.along(steps, inputs, builder);
      } else {
        builder.layer(dense(architecture, inputs, units.get(i), dropout));
      }
      inputs = units.get(i);
      dropout = dropouts.get(i);
    }
    Head head = dimensions.head();
    BaseOutputLayer.Builder<?> output =
        head.everyStep()
            ? new RnnOutputLayer.Builder(loss(head))
            : new OutputLayer.Builder(loss(head));
    output.activation(activation(head)).nIn(inputs).nOut(head.outputs()).dropOut(dropout);
    return builder.layer(output.build()).build();
  }

  private static ILossFunction loss(Head head) {
    return switch (head.kind()) {
      case SOFTMAX_CROSS_ENTROPY -> new LossMCXENT();
      case SIGMOID_CROSS_ENTROPY -> new LossBinaryXENT();
      case SIGMOID_SQUARED_ERROR, IDENTITY_SQUARED_ERROR -> new LossMSE();
      case IDENTITY_HUBER -> new Huber();
    };
  }

  private static Activation activation(Head head) {
    return switch (head.kind()) {
      case SOFTMAX_CROSS_ENTROPY -> Activation.SOFTMAX;
      case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR -> Activation.SIGMOID;
      case IDENTITY_SQUARED_ERROR, IDENTITY_HUBER -> Activation.IDENTITY;
    };
  }

  private static void recurrent(
      Recurrent architecture, int inputs, IDropout dropout, boolean last, ListBuilder builder) {
    FeedForwardLayer cell =
        switch (architecture.cell()) {
          case LSTM -> new LSTM.Builder().build();
          case GRU -> new GRU.Builder().build();
          case SIMPLE_RNN -> new SimpleRnn.Builder().build();
        };
    cell.setNIn(inputs);
    cell.setNOut(architecture.hidden());
    boolean lastStep = last && architecture.pooling() == Pooling.LAST;
    Layer layer = architecture.bidirectional() ? new MaskedBidirectional(cell, lastStep) : cell;
    layer.setIDropout(dropout);
    builder.layer(lastStep && !architecture.bidirectional() ? new LastTimeStep(layer) : layer);
    if (last && !lastStep) {
      boolean max = architecture.pooling() == Pooling.MAX;
      builder.layer(new GlobalPoolingLayer(max ? PoolingType.MAX : PoolingType.AVG));
    }
  }

  private static Layer dense(Architecture architecture, int inputs, int units, IDropout dropout) {
    Activation activation =
        architecture instanceof FeedForward feedForward
            ? Activation.valueOf(feedForward.activation().name())
            : Activation.RELU;
    return new DenseLayer.Builder()
        .activation(activation)
        .nIn(inputs)
        .nOut(units)
        .dropOut(dropout)
        .build();
  }

  static Map<String, String> backend() {
    return Map.of(
        "nd4j_backend", Nd4j.getBackend().getClass().getSimpleName(),
        "blas", Nd4j.factory().blas().getBlasVendor().toString());
  }
}
