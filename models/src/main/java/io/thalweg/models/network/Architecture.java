package io.thalweg.models.network;

import java.io.Serializable;

/**
 * The shape of a network: a stack of recurrent layers, the last step of which goes through a
 * softmax.
 *
 * @param hidden units per layer, at least 1
 * @param layers recurrent layers, at least 1
 * @param dropout share of the units of each layer's output that is dropped in training, in [0, 1)
 */
public record Architecture(Cell cell, int hidden, int layers, double dropout)
    implements Serializable {
  /** What a recurrent layer is made of. */
  public enum Cell {
    LSTM,
    SIMPLE_RNN,
    /** With the reset gate after the recurrent product, as Keras and PyTorch have it. */
    GRU,
    /**
     * No network at all: every class has the same probability, nothing is learned. Measures what
     * Kafka and Flink cost by themselves.
     */
    CONSTANT
  }
}
