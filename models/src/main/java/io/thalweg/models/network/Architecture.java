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
   * About how many numbers one step of one example takes while the network learns from it: what
   * layers get and give, their gradients, and what cells keep for the way back through time.
   *
   * @param inputs per step, at least 1
   */
  long activations(long inputs);

  /**
   * A stack of recurrent layers, the last step of which goes to the softmax.
   *
   * @param hidden units per layer, at least 1
   * @param layers recurrent layers, at least 1
   * @param dropout share of the units of each layer's output that is dropped in training, in [0, 1)
   * @param embedding of tokens, in front of the recurrent layers; null: the inputs are numbers
   */
  record Recurrent(Cell cell, int hidden, int layers, double dropout, Embedding embedding)
      implements Architecture {
    private static final long serialVersionUID = 1L;

    /** A network that reads numbers. */
    public Recurrent(Cell cell, int hidden, int layers, double dropout) {
      this(cell, hidden, layers, dropout, null);
    }

    @Override
    public long parameters(long inputs, long classes) {
      long embedded = embedding == null ? 0 : (long) embedding.vocabulary() * embedding.units();
      long width = embedding == null ? inputs : embedding.units();
      long sums = (long) cell.gates() * hidden;
      long biases = (long) cell.biases() * hidden;
      long first = sums * (width + hidden) + biases;
      long others = (sums * 2L * hidden + biases) * (layers - 1);
      return embedded + first + others + (hidden + 1L) * classes;
    }

    @Override
    public long activations(long inputs) {
      long width = embedding == null ? inputs : embedding.units();
      return 8 * width + 20L * hidden * layers;
    }
  }

  /**
   * A vector for each token (Bengio et al., 2003), learned with the rest.
   *
   * @param vocabulary numbers that tokens can have
   * @param units of a vector, at least 1
   */
  record Embedding(int vocabulary, int units) implements Serializable {
    private static final long serialVersionUID = 1L;
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

    @Override
    public long activations(long inputs) {
      long units = hidden.stream().mapToLong(Integer::longValue).sum();
      return 2 * inputs + 4 * units;
    }
  }

  /**
   * Convolutions of 3 × 3 with ReLU and max-pools of 2 × 2 between them, then dense layers with
   * ReLU (LeCun et al., 1998, in today's form). Reads the newest row of a window only: an image,
   * row by row, channels last.
   *
   * @param height of the image in pixels, like the width
   * @param channels 1 for grey, 3 for colours
   * @param filters of each convolution, at least one
   * @param hidden units of each dense layer
   * @param dropout share of the units of each dense layer's output that is dropped in training, in
   *     [0, 1)
   */
  record Convolutional(
      int height,
      int width,
      int channels,
      List<Integer> filters,
      List<Integer> hidden,
      double dropout)
      implements Architecture {
    private static final long serialVersionUID = 1L;
    static final int KERNEL = 3;
    static final int POOL = 2;

    public Convolutional {
      filters = List.copyOf(filters);
      hidden = List.copyOf(hidden);
      if (filters.isEmpty()
          || left(height, filters.size()) < 1
          || left(width, filters.size()) < 1) {
        throw new IllegalArgumentException(
            "image of %d × %d pixels and %d convolutions found, an image that is large enough for them and one or more expected"
                .formatted(height, width, filters.size()));
      }
    }

    /** Pixels of a side that are left behind so many convolutions. */
    public static int left(int pixels, int convolutions) {
      int left = pixels - (KERNEL - 1);
      for (int i = 1; i < convolutions; i++) {
        left = left / POOL - (KERNEL - 1);
      }
      return left;
    }

    @Override
    public long parameters(long inputs, long classes) {
      long numbers = 0;
      long depth = channels;
      for (int each : filters) {
        numbers += (depth * KERNEL * KERNEL + 1) * each;
        depth = each;
      }
      long flat = depth * left(height, filters.size()) * left(width, filters.size());
      return numbers + new FeedForward(hidden, Activation.RELU, 0).parameters(flat, classes);
    }

    @Override
    public long activations(long inputs) {
      long numbers = 2 * inputs;
      for (int i = 0; i < filters.size(); i++) {
        long pixels = (long) left(height, i + 1) * left(width, i + 1);
        numbers += 4 * pixels * filters.get(i);
      }
      long units = hidden.stream().mapToLong(Integer::longValue).sum();
      return numbers + 4 * units;
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

    @Override
    public long activations(long inputs) {
      return inputs;
    }
  }
}
