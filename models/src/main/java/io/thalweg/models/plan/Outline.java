package io.thalweg.models.plan;

import java.util.List;

/**
 * A network as a plan computes it: layers one after the other, then a softmax over the classes. A
 * window stays a sequence until {@link LastStep}, before which there may be nothing but recurrent
 * layers and dropout.
 *
 * @param inputs numbers per step, at least 1
 * @param classes at least 1
 */
public record Outline(int inputs, List<Layer> layers, int classes) {
  /** What a layer does with what it gets. */
  public sealed interface Layer {
    /** Numbers that it gives, from so many that it gets. */
    default int units(int inputs) {
      return inputs;
    }

    /** Numbers in its parameters. */
    default int size(int inputs) {
      return 0;
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

  /** Of a sequence, the last step that counts. */
  public record LastStep() implements Layer {}

  /**
   * Drops numbers in training.
   *
   * @param rate share that is dropped, in (0, 1)
   */
  public record Dropout(double rate) implements Layer {}

  public Outline {
    layers = List.copyOf(layers);
    if (inputs < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "%d inputs and %d classes found, at least 1 expected".formatted(inputs, classes));
    }
    long chosen = layers.stream().filter(LastStep.class::isInstance).count();
    if (chosen != 1) {
      throw new IllegalArgumentException(chosen + " last steps found, 1 expected");
    }
    int last = layers.indexOf(new LastStep());
    if (layers.subList(last, layers.size()).stream().anyMatch(Recurrent.class::isInstance)) {
      throw new IllegalArgumentException("recurrent layer found after the last step was chosen");
    }
  }

  /**
   * Numbers in the parameters: the layers', then the softmax's W [classes, inputs], b [classes].
   */
  public int size() {
    int size = 0;
    int width = inputs;
    for (Layer layer : layers) {
      size = Math.addExact(size, layer.size(width));
      width = layer.units(width);
    }
    return Math.addExact(size, (width + 1) * classes);
  }

  /** Numbers that the softmax gets. */
  int features() {
    int width = inputs;
    for (Layer layer : layers) {
      width = layer.units(width);
    }
    return width;
  }
}
