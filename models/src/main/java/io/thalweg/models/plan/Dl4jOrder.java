package io.thalweg.models.plan;

import io.thalweg.models.plan.ImageLayer.Convolution;
import io.thalweg.models.plan.ImageLayer.Image;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Embedding;
import io.thalweg.models.plan.Outline.Layer;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.StepLayer.Bidirectional;
import io.thalweg.models.plan.StepLayer.StepConvolution;

/**
 * The bijection between two orders of the same parameters: DL4J's, in which they are published and
 * stored, and a plan's, which its kernels read where it stands. Serves parameters, gradients and
 * the vectors of an updater alike.
 *
 * <p>DL4J has the matrices of an LSTM, a simple recurrent layer and an embedding column by column,
 * and an LSTM's gates as candidate, forget, output, input. It has the bias of a convolution before
 * its weights, and images channel by channel where dense units read them. The weights of a
 * convolution along steps it reads step by step, input by input, filter by filter, whatever shape
 * it gives them. All other layers stand the same way in both.
 */
public final class Dl4jOrder {
  /** For each of a plan's LSTM gates, which one it is in DL4J's order. */
  private static final int[] LSTM_GATES = {3, 1, 0, 2};

  private static final int[] ONE_GATE = {0};

  /** Where in DL4J's order each number of the plan's stands. */
  private final int[] places;

  public Dl4jOrder(Outline outline) {
    places = new int[outline.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    int at = 0;
    int width = outline.inputs();
    Image image = null;
    for (Layer layer : outline.layers()) {
      if (layer instanceof Recurrent recurrent && recurrent.cell() != Cell.GRU) {
        turn(recurrent, at, width);
      } else if (layer instanceof Bidirectional both && both.cell() != Cell.GRU) {
        turn(both.direction(), at, width);
        turn(both.direction(), at + both.direction().size(width), width);
      } else if (layer instanceof Embedding embedding) {
        byUnit(at, embedding);
      } else if (layer instanceof Convolution convolution) {
        biasFirst(at, convolution.size(width), convolution.filters());
      } else if (layer instanceof StepConvolution convolution) {
        stepsFirst(at, convolution, width);
      } else if (layer instanceof Dense dense && image != null) {
        channelsFirst(at, dense.units(), image);
      }
      if (layer instanceof ImageLayer images) {
        image = images.output();
      } else if (layer instanceof Dense) {
        image = null;
      }
      at += layer.size(width);
      width = layer.units(width);
    }
    if (image != null) {
      channelsFirst(at, outline.head().outputs(), image);
    }
  }

  private void byUnit(int offset, Embedding layer) {
    int at = offset;
    for (int token = 0; token < layer.vocabulary(); token++) {
      for (int unit = 0; unit < layer.units(); unit++) {
        places[at++] = offset + unit * layer.vocabulary() + token;
      }
    }
  }

  private void biasFirst(int offset, int size, int biases) {
    int weights = size - biases;
    for (int i = 0; i < size; i++) {
      places[offset + i] = offset + (i < weights ? biases + i : i - weights);
    }
  }

  private void stepsFirst(int offset, StepConvolution layer, int inputs) {
    int filters = layer.filters();
    int at = offset;
    for (int filter = 0; filter < filters; filter++) {
      for (int input = 0; input < inputs; input++) {
        for (int step = 0; step < layer.size(); step++) {
          places[at++] = offset + filters + (step * inputs + input) * filters + filter;
        }
      }
    }
    for (int filter = 0; filter < filters; filter++) {
      places[at++] = offset + filter;
    }
  }

  /** Weights of dense units behind an image. */
  private void channelsFirst(int offset, int units, Image image) {
    int pixels = image.height() * image.width();
    int at = offset;
    for (int unit = 0; unit < units; unit++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        for (int channel = 0; channel < image.channels(); channel++) {
          places[at++] = offset + unit * image.size() + channel * pixels + pixel;
        }
      }
    }
  }

  private void turn(Recurrent layer, int offset, int inputs) {
    int[] gates = layer.cell() == Cell.LSTM ? LSTM_GATES : ONE_GATE;
    int at = offset;
    for (int rows : new int[] {inputs, layer.units(), 1}) {
      turn(at, rows, gates, layer.units());
      at += rows * gates.length * layer.units();
    }
  }

  private void turn(int offset, int rows, int[] gates, int units) {
    int at = offset;
    for (int row = 0; row < rows; row++) {
      for (int gate : gates) {
        for (int unit = 0; unit < units; unit++) {
          places[at++] = offset + (gate * units + unit) * rows + row;
        }
      }
    }
  }

  /** A vector of the plan's. */
  public float[] fromDl4j(float[] dl4j) {
    float[] plan = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      plan[i] = dl4j[places[i]];
    }
    return plan;
  }

  /** A vector of DL4J's. */
  public float[] toDl4j(float[] plan) {
    float[] dl4j = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      dl4j[places[i]] = plan[i];
    }
    return dl4j;
  }
}
