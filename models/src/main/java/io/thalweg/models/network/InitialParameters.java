package io.thalweg.models.network;

import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.Convolutional1d;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.network.Architecture.Recurrent;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.random.Generator;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the parameters that a network begins with, in DL4J's order and layout. Per recurrent layer
 * the input weights [in, gates · hidden], the recurrent weights [hidden, gates · hidden] and the
 * bias [gates · hidden]; per dense layer the weights [in, units] and the bias [units]; per
 * convolution the bias [filters], then the weights [filters, channels, height, width], row by row,
 * or [steps, inputs, filters] along steps; of a bidirectional layer, those of the forward
 * direction, then those of the backward one; then the output layer's weights [hidden, classes] and
 * bias [classes]; matrices column by column, the channels of an image one after the other where
 * they are a dense layer's inputs. An LSTM's four gates are, in this order: candidate (tanh),
 * forget, output, input (sigmoid). A GRU's three gates are update, reset, candidate; its matrices
 * stand row by row and its bias has the input's three gates, then those of the recurrent part.
 *
 * <p>In front of recurrent layers and of convolutions along steps there may be the vectors of
 * tokens [vocabulary, units], uniform within ±0.05 as Keras has them. Other weights are uniform
 * within ±√(6 / (fan in + fan out)), per gate (Glorot and Bengio, 2010), biases 0, but 1 for the
 * forget gate (Jozefowicz et al., 2015).
 */
final class InitialParameters {
  private static final float FORGET_BIAS = 1;
  private static final double EMBEDDING = 0.05;

  private final Generator generator;
  private final float[] parameters;
  private int filled;

  private InitialParameters(int size, Generator generator) {
    parameters = new float[size];
    this.generator = generator;
  }

  static float[] of(Architecture architecture, Dimensions dimensions, Generator generator) {
    int size = Networks.size(architecture, dimensions);
    InitialParameters initial = new InitialParameters(size, generator);
    int width = dimensions.inputs();
    if (architecture.embedding() != null) {
      width = architecture.embedding().units();
      initial.uniform(architecture.embedding().vocabulary() * width, EMBEDDING);
    }
    if (architecture instanceof Recurrent recurrent) {
      for (int layer = 0; layer < recurrent.layers(); layer++) {
        initial.recurrent(recurrent.cell(), width, recurrent.hidden());
        if (recurrent.bidirectional()) {
          initial.recurrent(recurrent.cell(), width, recurrent.hidden());
        }
        width = recurrent.width();
      }
      initial.dense(width, List.of(), dimensions.outputs());
    } else if (architecture instanceof Convolutional1d convolutional) {
      for (int filters : convolutional.filters()) {
        initial.convolution(width, convolutional.kernel(), filters);
        width = filters;
      }
      initial.dense(width, convolutional.hidden(), dimensions.outputs());
    } else if (architecture instanceof FeedForward feedForward) {
      initial.dense(width, feedForward.hidden(), dimensions.outputs());
    } else if (architecture instanceof Convolutional convolutional) {
      initial.convolutional(convolutional, dimensions.outputs());
    }
    return initial.parameters;
  }

  private void recurrent(Cell cell, int inputs, int hidden) {
    weights(inputs, hidden, cell.gates());
    weights(hidden, hidden, cell.gates());
    if (cell == Cell.LSTM) {
      Arrays.fill(parameters, filled + hidden, filled + 2 * hidden, FORGET_BIAS);
    }
    filled += cell.biases() * hidden;
  }

  private void dense(int inputs, List<Integer> hidden, int classes) {
    int width = inputs;
    for (int units : hidden) {
      dense(width, units);
      width = units;
    }
    dense(width, classes);
  }

  private void dense(int inputs, int units) {
    weights(inputs, units, 1);
    filled += units;
  }

  private void convolutional(Convolutional architecture, int classes) {
    int square = Convolutional.KERNEL * Convolutional.KERNEL;
    int depth = architecture.channels();
    for (int filters : architecture.filters()) {
      convolution(depth, square, filters);
      depth = filters;
    }
    int convolutions = architecture.filters().size();
    int height = Convolutional.left(architecture.height(), convolutions);
    int width = Convolutional.left(architecture.width(), convolutions);
    dense(height * width * depth, architecture.hidden(), classes);
  }

  /**
   * @param area numbers of a channel under the kernel
   */
  private void convolution(int channels, int area, int filters) {
    filled += filters;
    uniform(channels * area * filters, limit(channels * area, filters * area));
  }

  private void weights(int fanIn, int fanOut, int gates) {
    uniform(fanIn * fanOut * gates, limit(fanIn, fanOut));
  }

  private static double limit(int fanIn, int fanOut) {
    return Math.sqrt(6.0 / (fanIn + fanOut));
  }

  private void uniform(int count, double limit) {
    for (int end = filled + count; filled < end; filled++) {
      parameters[filled] = (float) ((2 * generator.nextDouble() - 1) * limit);
    }
  }
}
