package io.thalweg.models.plan;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * A network as a plan computes it: layers one after the other, then a head. A window stays a
 * sequence until {@link LastStep} or a {@link StepLayer} that ends it, or up to a head on every
 * step; without one of them, there is no sequence, but a single step and no recurrent layer.
 *
 * @param inputs numbers per step, at least 1
 */
public record Outline(int inputs, List<Layer> layers, Head head) {
  /** What a layer does with what it gets. */
  public sealed interface Layer
      permits Recurrent, Embedding, Dense, ImageLayer, LastStep, Dropout, StepLayer {
    /** Numbers that it gives, from so many that it gets. */
    default int units(int inputs) {
      return inputs;
    }

    /** Numbers in its parameters. */
    default int size(int inputs) {
      return 0;
    }

    /** Steps that it gives, from so many that it gets; less than 1: those are too few. */
    default int steps(int steps) {
      return steps;
    }

    /** Whether it makes one vector of a sequence. */
    default boolean endsSequence() {
      return false;
    }
  }

  /**
   * Walks through the steps. Parameters: W [inputs, gates, units], R [units, gates, units], b
   * [biases, units], row by row, gates in the order that {@link Cell} says.
   */
  public record Recurrent(Cell cell, int units) implements Layer {
    @Override
    public int units(int inputs) {
      return units;
    }

    @Override
    public int size(int inputs) {
      return ((inputs + units) * cell.gates() + cell.biases()) * units;
    }
  }

  /**
   * Gives each step the vector of the token whose number it gets. Parameters: W [vocabulary,
   * units], row by row.
   */
  public record Embedding(int vocabulary, int units) implements Layer {
    @Override
    public int units(int inputs) {
      return units;
    }

    @Override
    public int size(int inputs) {
      return Math.multiplyExact(vocabulary, units);
    }
  }

  /**
   * y = f(x W + b), at each step of a sequence. Parameters: W [units, inputs], row by row, b
   * [units].
   */
  public record Dense(int units, Activation activation) implements Layer {
    @Override
    public int units(int inputs) {
      return units;
    }

    @Override
    public int size(int inputs) {
      return (inputs + 1) * units;
    }
  }

  /** Of a sequence, the last step that counts. */
  public record LastStep() implements Layer {
    @Override
    public int steps(int steps) {
      return 1;
    }

    @Override
    public boolean endsSequence() {
      return true;
    }
  }

  /**
   * Drops numbers in training.
   *
   * @param rate share that is dropped, in (0, 1)
   */
  public record Dropout(double rate) implements Layer {}

  public Outline {
    layers = List.copyOf(layers);
    if (inputs < 1) {
      throw new IllegalArgumentException(inputs + " inputs found, at least 1 expected");
    }
    if (layers.stream().skip(inputs == 1 ? 1 : 0).anyMatch(Embedding.class::isInstance)) {
      throw new IllegalArgumentException(
          "embedding found that is not the first layer, or reads more than a number per step");
    }
    int width = inputs;
    for (Layer layer : layers) {
      if (layer instanceof ImageLayer images && images.input().size() != width) {
        throw new IllegalArgumentException(
            "layer of %s found where %d numbers come".formatted(images.input(), width));
      }
      width = layer.units(width);
    }
    int both = layers.indexOf(new StepLayer.LastOfBoth());
    if (both == 0 || (both > 0 && !(layers.get(both - 1) instanceof StepLayer.Bidirectional))) {
      throw new IllegalArgumentException(
          "last step of each direction found behind another layer than a bidirectional one");
    }
    if (head.everyStep()) {
      requireStepsKept(layers);
    } else if (layers.subList(end(layers) + 1, layers.size()).stream()
        .anyMatch(Outline::readsSteps)) {
      throw new IllegalArgumentException(
          "layer of sequences found where there is none: after the last step was chosen or steps"
              + " were pooled, or in a network that never chooses it");
    }
  }

  private static void requireStepsKept(List<Layer> layers) {
    for (Layer layer : layers) {
      boolean kept = layer.steps(2) == 2 && !(layer instanceof ImageLayer);
      if (!kept) {
        throw new IllegalArgumentException(
            layer + " found in front of a head on every step, a layer that keeps steps expected");
      }
    }
  }

  /** A network that ends in a softmax over the classes. */
  public Outline(int inputs, List<Layer> layers, int classes) {
    this(inputs, layers, new Head(Head.Kind.SOFTMAX_CROSS_ENTROPY, classes));
  }

  /** Numbers in the parameters: the layers', then the head's. */
  public int size() {
    int size = 0;
    int width = inputs;
    for (Layer layer : layers) {
      size = Math.addExact(size, layer.size(width));
      width = layer.units(width);
    }
    return Math.addExact(size, head.size(width));
  }

  /**
   * What a DL4J network predicts with; how it learned does not count.
   *
   * @throws IllegalArgumentException with the first layer that no plan computes
   */
  public static Outline predicting(MultiLayerConfiguration configuration) {
    try {
      return new Dl4jConfiguration(configuration, false).outline();
    } catch (Dl4jConfiguration.UnsupportedException unsupported) {
      throw new IllegalArgumentException(unsupported.result().toString(), unsupported);
    }
  }

  /** The layers that predict with their shapes, one text each as DL4J counts them. */
  public List<String> shapes() {
    return Shapes.of(this);
  }

  private static boolean readsSteps(Layer layer) {
    return layer instanceof Recurrent || layer instanceof LastStep || layer instanceof StepLayer;
  }

  /** The first layer that ends a sequence; −1: none does. */
  private static int end(List<Layer> layers) {
    int end = 0;
    while (end < layers.size() && !layers.get(end).endsSequence()) {
      end++;
    }
    return end < layers.size() ? end : -1;
  }

  /** Whether it reads windows of several steps. */
  boolean sequential() {
    return head.everyStep() || end(layers) >= 0;
  }

  /**
   * Makes sure that windows of so many steps can be read.
   *
   * @throws IllegalArgumentException if they are too short or too long
   */
  void requireSteps(int steps) {
    if (steps > 1 && !sequential()) {
      throw new IllegalArgumentException(
          steps + " steps found, 1 expected: the network never chooses the last one");
    }
    int left = steps;
    for (Layer layer : layers) {
      left = layer.steps(left);
      if (left < 1) {
        throw new IllegalArgumentException(
            "%d steps found, more expected: too few are left for %s".formatted(steps, layer));
      }
    }
  }

  /** Whether the first layer can do without a gradient by its input, which nobody wants. */
  boolean firstLayerReadsOnly() {
    return !layers.isEmpty()
        && (layers.get(0) instanceof Dense
            || layers.get(0) instanceof ImageLayer.Convolution
            || layers.get(0) instanceof StepLayer.StepConvolution
            || layers.get(0) instanceof Embedding);
  }

  /** Numbers that the head gets. */
  public int features() {
    int width = inputs;
    for (Layer layer : layers) {
      width = layer.units(width);
    }
    return width;
  }
}
