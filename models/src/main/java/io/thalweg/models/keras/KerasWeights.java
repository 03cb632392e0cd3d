package io.thalweg.models.keras;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.object.message.DataLayout;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.plan.ImageLayer.Convolution;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Embedding;
import io.thalweg.models.plan.Outline.Layer;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.StepLayer.Bidirectional;
import io.thalweg.models.plan.StepLayer.StepConvolution;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Weights of a model in the order of a plan's parameters. Keras's recurrent gates stand in the same
 * order; its dense and convolutional kernels have their outputs last, a plan's have them first.
 */
final class KerasWeights {
  private static final String NAMES = "weight_names";

  private final Group weights;
  private float[] parameters;
  private int filled;

  KerasWeights(Group weights) {
    this.weights = weights;
  }

  /**
   * The parameters.
   *
   * @throws IllegalArgumentException with the layer and the shapes that do not fit
   */
  float[] of(KerasModel model) {
    Outline outline = model.outline();
    parameters = new float[outline.size()];
    filled = 0;
    Iterator<String> names = model.weighted().iterator();
    int width = outline.inputs();
    for (Layer layer : outline.layers()) {
      if (layer.size(width) > 0) {
        add(layer, width, of(names.next()));
      }
      width = layer.units(width);
    }
    kernelAndBias(of(names.next()), new int[] {width, outline.head().outputs()});
    return parameters;
  }

  private void add(Layer layer, int inputs, Tensors tensors) {
    if (layer instanceof Recurrent recurrent) {
      recurrent(tensors, recurrent.cell(), inputs, recurrent.units());
    } else if (layer instanceof Bidirectional both) {
      recurrent(tensors, both.cell(), inputs, both.units());
      recurrent(tensors, both.cell(), inputs, both.units());
    } else if (layer instanceof Embedding embedding) {
      put(tensors.next(embedding.vocabulary(), embedding.units()));
    } else if (layer instanceof Dense dense) {
      kernelAndBias(tensors, new int[] {inputs, dense.units()});
    } else if (layer instanceof StepConvolution steps) {
      kernelAndBias(tensors, new int[] {steps.size(), inputs, steps.filters()});
    } else {
      Convolution images = (Convolution) layer;
      int size = side(images);
      kernelAndBias(tensors, new int[] {size, size, images.input().channels(), images.filters()});
    }
  }

  /** Of the kernel, which is a square that stays within the image. */
  private static int side(Convolution images) {
    return images.input().height() - images.output().height() + 1;
  }

  private void recurrent(Tensors tensors, Cell cell, int inputs, int units) {
    int width = cell.gates() * units;
    put(tensors.next(inputs, width));
    put(tensors.next(units, width));
    put(cell == Cell.GRU ? tensors.next(2, width) : tensors.next(width));
  }

  /** [window …, inputs, outputs] becomes [outputs, inputs, window …]; then come the biases. */
  private void kernelAndBias(Tensors tensors, int[] shape) {
    float[] kernel = tensors.next(shape);
    int outputs = shape[shape.length - 1];
    int inputs = shape[shape.length - 2];
    int window = kernel.length / outputs / inputs;
    for (int output = 0; output < outputs; output++) {
      for (int input = 0; input < inputs; input++) {
        for (int place = 0; place < window; place++) {
          parameters[filled++] = kernel[(place * inputs + input) * outputs + output];
        }
      }
    }
    put(tensors.next(outputs));
  }

  private void put(float[] numbers) {
    System.arraycopy(numbers, 0, parameters, filled, numbers.length);
    filled += numbers.length;
  }

  private Tensors of(String layer) {
    if (!(weights.getChild(layer) instanceof Group group)) {
      throw new IllegalArgumentException("Keras layer '%s': no weights found".formatted(layer));
    }
    if (!(KerasFile.attribute(group, NAMES) instanceof String[] found)) {
      throw new IllegalArgumentException(
          "Keras layer '%s': no attribute %s found".formatted(layer, NAMES));
    }
    return new Tensors(layer, group, Arrays.asList(found).iterator());
  }

  /** The arrays of one layer, one after the other. */
  private record Tensors(String layer, Group group, Iterator<String> names) {
    /** Row by row; nothing is read before its shape is known to fit. */
    float[] next(int... shape) {
      if (!names.hasNext()) {
        throw unfit("no array", shape);
      }
      Dataset dataset = group.getDatasetByPath(names.next());
      if (!Arrays.equals(dataset.getDimensions(), shape)) {
        throw unfit("shape " + Arrays.toString(dataset.getDimensions()), shape);
      }
      // A packed chunk could hold anything; Keras packs nothing.
      if (dataset.getDataLayout() == DataLayout.CHUNKED || !dataset.getFilters().isEmpty()) {
        throw unfit("an array in chunks or compressed", shape);
      }
      if (!(dataset.getDataFlat() instanceof float[] numbers)) {
        throw unfit("numbers of another type than float32", shape);
      }
      return numbers;
    }

    private IllegalArgumentException unfit(String found, int[] shape) {
      return new IllegalArgumentException(
          "Keras layer '%s': %s found, shape %s expected"
              .formatted(layer, found, Arrays.toString(shape)));
    }
  }
}
