package io.thalweg.models.network;

import io.thalweg.models.network.Architecture.Cell;
import io.thalweg.models.random.Generator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where parameters stand in the flat vector: DL4J's own order and layout. Per recurrent layer the
 * input weights [in, gates · hidden], the recurrent weights [hidden, gates · hidden] and the bias
 * [gates · hidden]; then the output layer's weights [hidden, classes] and bias [classes]; matrices
 * column by column. An LSTM's four gates are, in this order: candidate (tanh), forget, output,
 * input (sigmoid). A GRU's three gates are update, reset, candidate; its matrices stand row by row
 * and its bias has the input's three gates, then those of the recurrent part.
 */
public final class ParameterLayout {
  private static final float FORGET_BIAS = 1;

  /**
   * A matrix, or a bias as a matrix of one row.
   *
   * @param offset of its first number in the flat vector
   */
  record Block(int offset, int rows, int columns) {
    int end() {
      return offset + rows * columns;
    }
  }

  /** A recurrent layer's blocks. */
  record Recurrent(Block input, Block recurrent, Block bias) {}

  private final List<Recurrent> layers = new ArrayList<>();
  private final Block outputWeights;
  private final Block outputBias;
  private final int hidden;
  private final Cell cell;

  public ParameterLayout(Architecture architecture, Dimensions dimensions) {
    hidden = architecture.hidden();
    cell = architecture.cell();
    if (cell == Cell.CONSTANT) {
      throw new IllegalArgumentException("cell CONSTANT found, one with parameters expected");
    }
    int sums = cell.gates() * hidden;
    int offset = 0;
    int inputs = dimensions.inputs();
    for (int i = 0; i < architecture.layers(); i++) {
      Block input = new Block(offset, inputs, sums);
      Block recurrent = new Block(input.end(), hidden, sums);
      Block bias = new Block(recurrent.end(), 1, cell.biases() * sums);
      layers.add(new Recurrent(input, recurrent, bias));
      offset = bias.end();
      inputs = hidden;
    }
    outputWeights = new Block(offset, hidden, dimensions.classes());
    outputBias = new Block(outputWeights.end(), 1, dimensions.classes());
  }

  /** Numbers in the vector. */
  public int size() {
    return outputBias.end();
  }

  List<Recurrent> layers() {
    return layers;
  }

  Block outputWeights() {
    return outputWeights;
  }

  Block outputBias() {
    return outputBias;
  }

  /**
   * Initial parameters: weights uniform within ±√(6 / (fan in + fan out)) per gate (Glorot and
   * Bengio, 2010), biases 0, but 1 for the forget gate (Jozefowicz et al., 2015).
   */
  public float[] initial(Generator generator) {
    float[] parameters = new float[size()];
    for (Recurrent layer : layers) {
      fill(parameters, layer.input(), hidden, generator);
      fill(parameters, layer.recurrent(), hidden, generator);
      if (cell == Cell.LSTM) {
        int forget = layer.bias().offset() + hidden;
        Arrays.fill(parameters, forget, forget + hidden, FORGET_BIAS);
      }
    }
    fill(parameters, outputWeights, outputWeights.columns(), generator);
    return parameters;
  }

  private static void fill(float[] parameters, Block block, int fanOut, Generator generator) {
    double limit = Math.sqrt(6.0 / (block.rows() + fanOut));
    for (int i = block.offset(); i < block.end(); i++) {
      parameters[i] = (float) ((2 * generator.nextDouble() - 1) * limit);
    }
  }
}
