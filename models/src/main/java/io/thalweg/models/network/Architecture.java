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
    LSTM(4, 1),
    SIMPLE_RNN(1, 1),
    /** With the reset gate after the recurrent product, as Keras and PyTorch have it. */
    GRU(3, 2),
    /**
     * No network at all: every class has the same probability, nothing is learned. Measures what
     * Kafka and Flink cost by themselves.
     */
    CONSTANT(0, 0);

    private final int gates;
    private final int biases;

    Cell(int gates, int biases) {
      this.gates = gates;
      this.biases = biases;
    }

    /** Weighted sums per unit, each with weights of its own; 0: there is no network. */
    int gates() {
      return gates;
    }

    /** Biases per weighted sum. */
    int biases() {
      return biases;
    }
  }

  /**
   * Numbers in the parameters: weights and biases of each layer, then those of the softmax.
   *
   * @param inputs per step, at least 1
   * @param classes at least 1
   */
  public long parameters(long inputs, long classes) {
    if (cell == Cell.CONSTANT) {
      return 0;
    }
    long sums = (long) cell.gates * hidden;
    long first = sums * (inputs + hidden + cell.biases);
    long others = sums * (2L * hidden + cell.biases) * (layers - 1);
    return first + others + (hidden + 1L) * classes;
  }
}
