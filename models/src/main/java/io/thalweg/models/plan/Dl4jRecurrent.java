package io.thalweg.models.plan;

import io.thalweg.models.gru.GRU;
import io.thalweg.models.plan.Outline.Recurrent;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Reads the recurrent layers of a DL4J configuration. */
final class Dl4jRecurrent {
  private final List<Outline.Layer> layers;

  private Dl4jRecurrent(List<Outline.Layer> layers) {
    this.layers = layers;
  }

  /** Appends a layer; why it may not be, or null. */
  static String read(Layer layer, List<Outline.Layer> layers) {
    return new Dl4jRecurrent(layers).read(layer);
  }

  private String read(Layer layer) {
    if (layer.getClass() == LSTM.class) {
      LSTM lstm = (LSTM) layer;
      if (lstm.getGateActivationFn() instanceof ActivationSigmoid) {
        return read(Cell.LSTM, lstm.getNOut(), lstm.getActivationFn());
      }
      return "gate activation " + lstm.getGateActivationFn() + " found, sigmoid expected";
    }
    if (layer.getClass() == SimpleRnn.class && !((SimpleRnn) layer).hasLayerNorm()) {
      SimpleRnn simple = (SimpleRnn) layer;
      return read(Cell.SIMPLE_RNN, simple.getNOut(), simple.getActivationFn());
    }
    if (layer.getClass() == GRU.class) {
      GRU gru = (GRU) layer;
      return read(Cell.GRU, gru.getNOut(), gru.getActivationFn());
    }
    return layer.getClass().getSimpleName()
        + " found, LSTM, GRU, SimpleRnn without layer normalisation, Bidirectional or LastTimeStep"
        + " of one, EmbeddingLayer, EmbeddingSequenceLayer, ConvolutionLayer, SubsamplingLayer,"
        + " Convolution1DLayer, GlobalPoolingLayer, MaskLayer, DenseLayer or DropoutLayer"
        + " expected";
  }

  private String read(Cell cell, long units, IActivation activation) {
    layers.add(new Recurrent(cell, Math.toIntExact(units)));
    return activation instanceof ActivationTanH
        ? null
        : "activation " + activation + " found, tanh expected";
  }
}
