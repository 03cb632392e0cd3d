package io.thalweg.models.network;

import io.thalweg.models.plan.Cell;
import java.io.Serializable;
import java.util.List;

/** The shape of a network, which ends in a layer of outputs: of classes, or of a number. */
public sealed interface Architecture extends Serializable {
  /**
   * Numbers in the parameters: weights and biases of each layer, then those of the outputs.
   *
   * @param inputs per step, at least 1
   * @param outputs at least 1
   */
  long parameters(long inputs, long outputs);

  /**
   * About how many numbers one step of one example takes while the network learns from it: what
   * layers get and give, their gradients, and what cells keep for the way back through time.
   *
   * @param inputs per step, at least 1
   */
  long activations(long inputs);

  /** Whether it reads all steps of a window; otherwise the newest row only. */
  default boolean readsSteps() {
    return false;
  }

  /** Of the tokens that it reads; null: it reads numbers. */
  default Embedding embedding() {
    return null;
  }

  /**
   * A stack of recurrent layers, whose steps are pooled for the outputs.
   *
   * @param hidden units per layer and direction, at least 1
   * @param layers recurrent layers, at least 1
   * @param dropout share of the units of each layer's output that is dropped in training, in [0, 1)
   * @param embedding of tokens, in front of the recurrent layers; null: the inputs are numbers
   * @param bidirectional whether each layer reads in both directions (Schuster and Paliwal, 1997)
   * @param pooling of the last layer's steps
   */
  record Recurrent(
      Cell cell,
      int hidden,
      int layers,
      double dropout,
      Embedding embedding,
      boolean bidirectional,
      Pooling pooling)
      implements Architecture {
    private static final long serialVersionUID = 1L;

    /** A network that reads forwards and answers from the last step. */
    public Recurrent(Cell cell, int hidden, int layers, double dropout, Embedding embedding) {
      this(cell, hidden, layers, dropout, embedding, false, Pooling.LAST);
    }

    /** A network that reads numbers. */
    public Recurrent(Cell cell, int hidden, int layers, double dropout) {
      this(cell, hidden, layers, dropout, null);
    }

    @Override
    public boolean readsSteps() {
      return true;
    }

    private int directions() {
      return bidirectional ? 2 : 1;
    }

    /** Numbers that a layer gives at each step. */
    int width() {
      return directions() * hidden;
    }

    @Override
    public long parameters(long inputs, long outputs) {
      long embedded = embedding == null ? 0 : embedding.parameters();
      long first = layer(embedding == null ? inputs : embedding.units());
      return embedded + first + layer(width()) * (layers - 1) + (width() + 1L) * outputs;
    }

    private long layer(long inputs) {
      long sums = (long) cell.gates() * hidden;
      long biases = (long) cell.biases() * hidden;
      return directions() * (sums * (inputs + hidden) + biases);
    }

    @Override
    public long activations(long inputs) {
      long width = embedding == null ? inputs : embedding.units();
      return 8 * width + (bidirectional ? 28L : 20L) * width() * layers;
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

    long parameters() {
      return (long) vocabulary * units;
    }
  }

  /**
   * Convolutions along the steps with ReLU, each step's maximum of each filter over the whole
   * window, then dense layers with ReLU (Collobert et al., 2011; Kim, 2014, with kernels of one
   * size). What lies beyond the ends of a window counts as zeroes, however long the longest is.
   *
   * @param filters of each convolution, at least one
   * @param kernel steps that a convolution sees at a time, at least 1
   * @param hidden units of each dense layer
   * @param dropout share of the maxima and of the units of each dense layer's output that is
   *     dropped in training, in [0, 1)
   * @param embedding of tokens, in front of the convolutions; null: the inputs are numbers
   */
  record Convolutional1d(
      List<Integer> filters, int kernel, List<Integer> hidden, double dropout, Embedding embedding)
      implements Architecture {
    private static final long serialVersionUID = 1L;

    public Convolutional1d {
      filters = List.copyOf(filters);
      hidden = List.copyOf(hidden);
      if (filters.isEmpty() || kernel < 1) {
        throw new IllegalArgumentException(
            "%d convolutions of %d steps found, at least one of at least 1 expected"
                .formatted(filters.size(), kernel));
      }
    }

    @Override
    public boolean readsSteps() {
      return true;
    }

    /** Numbers that the steps are pooled to. */
    int pooled() {
      return filters.get(filters.size() - 1);
    }

    @Override
    public long parameters(long inputs, long outputs) {
      long numbers = embedding == null ? 0 : embedding.parameters();
      long width = embedding == null ? inputs : embedding.units();
      for (int each : filters) {
        numbers += (width * kernel + 1) * each;
        width = each;
      }
      return numbers + new FeedForward(hidden, Activation.RELU, 0).parameters(width, outputs);
    }

    @Override
    public long activations(long inputs) {
      long read = embedding == null ? 2 * inputs : 4L * embedding.units();
      return read + 4 * filters.stream().mapToLong(Integer::longValue).sum();
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
    public long parameters(long inputs, long outputs) {
      long numbers = 0;
      long width = inputs;
      for (int units : hidden) {
        numbers += (width + 1) * units;
        width = units;
      }
      return numbers + (width + 1) * outputs;
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
    public long parameters(long inputs, long outputs) {
      long numbers = 0;
      long depth = channels;
      for (int each : filters) {
        numbers += (depth * KERNEL * KERNEL + 1) * each;
        depth = each;
      }
      long flat = depth * left(height, filters.size()) * left(width, filters.size());
      return numbers + new FeedForward(hidden, Activation.RELU, 0).parameters(flat, outputs);
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
    public long parameters(long inputs, long outputs) {
      return 0;
    }

    @Override
    public long activations(long inputs) {
      return inputs;
    }
  }
}
