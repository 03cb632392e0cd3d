package io.thalweg.benchmarks.peers;

import java.util.Locale;

/**
 * One thing to measure. Recurrent networks have one layer, the last step of which goes through a
 * head of {@link Network#classes()}; the others have a shape of their own.
 *
 * @param inputs per step; 0 where the network has a shape of its own, as for the next two
 * @param hidden units
 * @param steps of a sequence
 * @param batch examples at a time
 */
public record Work(Network network, int inputs, int hidden, int steps, int batch, Task task) {
  /** What is computed. */
  public enum Network {
    LSTM(5),
    GRU(5),
    /** 4-120-84-2 with ReLU. */
    DENSE(2),
    /**
     * On images of 28×28: convolution 3×3 to 32 channels, max-pool 2×2, convolution to 64,
     * max-pool, convolution to 64, dense 64, each with ReLU.
     */
    CNN(10);

    private final int classes;

    Network(int classes) {
      this.classes = classes;
    }

    /** Classes of the softmax at its end. */
    public int classes() {
      return classes;
    }
  }

  /** What is timed. Inputs are ready, in the form that the side wants. */
  public enum Task {
    /** Forward, mean cross-entropy, backward, Adam. */
    TRAIN,
    /** Class probabilities of whole sequences or examples. */
    PREDICT,
    /** Class probabilities after one more step of sequences whose state is carried. */
    STEP
  }

  /** With the network's own shape. */
  public static Work of(Network network, int batch, Task task) {
    return new Work(network, 0, 0, 0, batch, task);
  }

  /** Reads what {@link #line} writes, such as {@code lstm 16 64 32 1 train}. */
  public static Work parse(String line) {
    String[] words = line.strip().toUpperCase(Locale.ROOT).split(" +", -1);
    if (words.length != 6) {
      throw new IllegalArgumentException(
          "'%s' found, NETWORK INPUTS HIDDEN STEPS BATCH TASK expected".formatted(line));
    }
    return new Work(
        Network.valueOf(words[0]),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        Integer.parseInt(words[4]),
        Task.valueOf(words[5]));
  }

  /** As one line, without its end. */
  public String line() {
    return "%s %d %d %d %d %s"
        .formatted(network, inputs, hidden, steps, batch, task)
        .toLowerCase(Locale.ROOT);
  }
}
