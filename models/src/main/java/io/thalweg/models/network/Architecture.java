package io.thalweg.models.network;

import io.thalweg.models.plan.Cell;
import java.io.Serializable;
import java.util.List;

/** The shape of a network, which ends in a softmax over the classes. */
public sealed interface Architecture extends Serializable {
  /**
   * Numbers in the parameters: weights and biases of each layer, then those of the softmax.
   *
   * @param inputs per step, at least 1
   * @param classes at least 1
   */
  long parameters(long inputs, long classes);

  /**
   * A stack of recurrent layers, the last step of which goes to the softmax.
   *
   * @param hidden units per layer, at least 1
   * @param layers recurrent layers, at least 1
   * @param dropout share of the units of each layer's output that is dropped in training, in [0, 1)
   */
  record Recurrent(Cell cell, int hidden, int layers, double dropout) implements Architecture {
    private static final long serialVersionUID = 1L;

    @Override
    public long parameters(long inputs, long classes) {
      long sums = (long) cell.gates() * hidden;
      long biases = (long) cell.biases() * hidden;
      long first = sums * (inputs + hidden) + biases;
      long others = (sums * 2L * hidden + biases) * (layers - 1);
      return first + others + (hidden + 1L) * classes;
    }
  }

  /**
   * Dense layers. Reads the newest row of a window only.
   *
   * @param hidden units of each layer, at least 1 each; none: logistic regression
   * @param dropout share of the units of each layer's output that is dropped in training, in [0, 1)
   */
  record FeedForward(List<Integer> hidden, Activation activation, double dropout)
      implements Architecture {
    private static final long serialVersionUID = 1L;

    public FeedForward {
      hidden = List.copyOf(hidden);
    }

    @Override
    public long parameters(long inputs, long classes) {
      long numbers = 0;
      long width = inputs;
      for (int units : hidden) {
        numbers += (width + 1) * units;
        width = units;
      }
      return numbers + (width + 1) * classes;
    }
  }

  /**
   * No network at all: every class has the same probability, nothing is learned. Measures what
   * Kafka and Flink cost by themselves.
   */
  record Constant() implements Architecture {
    private static final long serialVersionUID = 1L;

    @Override
    public long parameters(long inputs, long classes) {
      return 0;
    }
  }
}
