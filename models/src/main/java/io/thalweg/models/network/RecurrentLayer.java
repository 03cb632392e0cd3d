package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.network.ParameterLayout.Recurrent;
import java.util.Arrays;

/**
 * A recurrent layer in plain Java: what all cells share, which is the products with the weights and
 * the walk through the steps. Activations are an array per step and row, at {@link #at}.
 */
abstract class RecurrentLayer {
  private final Recurrent blocks;
  private final int steps;
  private final int rows;
  private final int inputs;
  private final int hidden;
  private final Matrix inputWeights;
  private final Matrix recurrentWeights;
  private final Matrix bias;
  private final Matrix inputGradient;
  private final Matrix recurrentGradient;
  private final Matrix biasGradient;
  private final float[][] inputTransposed;
  private final float[][] recurrentTransposed;
  private final float[][] outputs;
  private final float[][] sums;
  private final float[][] carried;
  private final float[][] columns;
  private final float[] zero;
  private final int[] active;
  private final float[][] activeSums;

  RecurrentLayer(Recurrent blocks, int steps, int rows) {
    this.blocks = blocks;
    this.steps = steps;
    this.rows = rows;
    inputs = blocks.input().rows();
    hidden = blocks.recurrent().rows();
    int width = blocks.bias().columns();
    inputWeights = new Matrix(blocks.input());
    recurrentWeights = new Matrix(blocks.recurrent());
    bias = new Matrix(blocks.bias());
    inputGradient = new Matrix(blocks.input());
    recurrentGradient = new Matrix(blocks.recurrent());
    biasGradient = new Matrix(blocks.bias());
    inputTransposed = new float[width][inputs];
    recurrentTransposed = new float[width][hidden];
    outputs = new float[steps * rows][hidden];
    sums = new float[rows][width];
    carried = new float[rows][hidden];
    columns = new float[Math.max(inputs, hidden)][rows];
    zero = new float[hidden];
    active = new int[rows];
    activeSums = new float[rows][];
  }

  /**
   * The cell at one place: from the weighted sums of its gates to its output.
   *
   * @param sums [gates · hidden]
   * @param before place of the step before; −1 at a window's first step
   * @param output filled, [hidden]
   */
  abstract void activate(float[] sums, int place, int before, float[] output);

  /**
   * The cell backwards.
   *
   * @param above gradient by the output, [hidden]
   * @param before as in {@link #activate}
   * @param sums filled with the gradient by the weighted sums
   */
  abstract void derive(float[] above, int place, int before, int row, float[] sums);

  /** Before a walk backwards. */
  abstract void clearCarried();

  int at(int step, int row) {
    return step * rows + row;
  }

  int inputs() {
    return inputs;
  }

  int hidden() {
    return hidden;
  }

  /** Outputs by place; valid for the places of steps that count. */
  float[][] outputs() {
    return outputs;
  }

  void load(float[] parameters) {
    inputWeights.load(parameters);
    recurrentWeights.load(parameters);
    bias.load(parameters);
    Matrix.loadTransposed(blocks.input(), parameters, inputTransposed);
    Matrix.loadTransposed(blocks.recurrent(), parameters, recurrentTransposed);
  }

  void forward(float[][] input, Batch batch) {
    for (int step = 0; step < steps; step++) {
      int count = findActive(step, batch);
      for (int i = 0; i < count; i++) {
        System.arraycopy(bias.row(), 0, sums[active[i]], 0, sums[0].length);
      }
      for (int i = 0; i < count; i += 2) {
        int a = active[i];
        int b = active[Math.min(i + 1, count - 1)];
        addWeighted(inputWeights.rows(), input[at(step, a)], input[at(step, b)], a, b);
        addWeighted(
            recurrentWeights.rows(),
            outputBefore(step, a, batch),
            outputBefore(step, b, batch),
            a,
            b);
      }
      for (int i = 0; i < count; i++) {
        int row = active[i];
        int place = at(step, row);
        activate(sums[row], place, before(step, row, batch), outputs[place]);
      }
    }
  }

  private void addWeighted(float[][] weights, float[] a, float[] b, int rowA, int rowB) {
    if (rowA == rowB) {
      Kernels.addProduct(a, weights, weights.length, sums[rowA]);
    } else {
      Kernels.addProducts(a, b, weights, weights.length, sums[rowA], sums[rowB]);
    }
  }

  /** The rows for which a step counts. */
  private int findActive(int step, Batch batch) {
    int count = 0;
    for (int row = 0; row < batch.count(); row++) {
      if (step >= steps - batch.length(row)) {
        active[count++] = row;
      }
    }
    return count;
  }

  private int before(int step, int row, Batch batch) {
    return step == steps - batch.length(row) ? -1 : at(step - 1, row);
  }

  private float[] outputBefore(int step, int row, Batch batch) {
    int before = before(step, row, batch);
    return before < 0 ? zero : outputs[before];
  }

  /**
   * Back-propagation through time.
   *
   * @param above gradient by this layer's outputs, by place; changed
   * @param below filled with the gradient by its inputs, by place; null where nobody asks
   */
  void backward(float[][] input, float[][] above, float[][] below, Batch batch) {
    inputGradient.clear();
    recurrentGradient.clear();
    biasGradient.clear();
    clearCarried();
    for (float[] row : carried) {
      Arrays.fill(row, 0);
    }
    for (int step = steps - 1; step >= 0; step--) {
      int count = findActive(step, batch);
      for (int i = 0; i < count; i++) {
        int row = active[i];
        int place = at(step, row);
        Kernels.add(carried[row], above[place]);
        derive(above[place], place, before(step, row, batch), row, sums[row]);
        activeSums[i] = sums[row];
        Kernels.add(sums[row], biasGradient.row());
      }
      sendBack(recurrentTransposed, carried, 0, count);
      if (below != null) {
        sendBack(inputTransposed, below, at(step, 0), count);
      }
      addWeightGradients(input, step, count, batch);
    }
  }

  /** targets[offset + row] = gradient by what a weight matrix was multiplied with. */
  private void sendBack(float[][] transposed, float[][] targets, int offset, int count) {
    for (int i = 0; i < count; i += 2) {
      int a = active[i];
      int b = active[Math.min(i + 1, count - 1)];
      float[] targetA = targets[offset + a];
      float[] targetB = targets[offset + b];
      Arrays.fill(targetA, 0);
      if (a == b) {
        Kernels.addProduct(sums[a], transposed, transposed.length, targetA);
      } else {
        Arrays.fill(targetB, 0);
        Kernels.addProducts(sums[a], sums[b], transposed, transposed.length, targetA, targetB);
      }
    }
  }

  private void addWeightGradients(float[][] input, int step, int count, Batch batch) {
    for (int i = 0; i < count; i++) {
      transpose(input[at(step, active[i])], i);
    }
    addOuter(inputGradient.rows(), count);
    for (int i = 0; i < count; i++) {
      transpose(outputBefore(step, active[i], batch), i);
    }
    addOuter(recurrentGradient.rows(), count);
  }

  private void transpose(float[] vector, int column) {
    for (int k = 0; k < vector.length; k++) {
      columns[k][column] = vector[k];
    }
  }

  private void addOuter(float[][] gradient, int count) {
    int k = 0;
    for (; k + 1 < gradient.length; k += 2) {
      Kernels.addProducts(
          columns[k], columns[k + 1], activeSums, count, gradient[k], gradient[k + 1]);
    }
    if (k < gradient.length) {
      Kernels.addProduct(columns[k], activeSums, count, gradient[k]);
    }
  }

  void storeGradient(float[] gradient) {
    inputGradient.store(gradient);
    recurrentGradient.store(gradient);
    biasGradient.store(gradient);
  }
}
