package io.thalweg.models.network;

import io.thalweg.models.network.ParameterLayout.Recurrent;
import java.util.Arrays;

/**
 * Long short-term memory with a forget gate (Gers, Schmidhuber and Cummins, "Learning to forget",
 * 2000): c ← forget · c + input · candidate; h ← output · tanh(c).
 */
final class LstmLayer extends RecurrentLayer {
  private final float[][] candidate;
  private final float[][] forget;
  private final float[][] output;
  private final float[][] input;
  private final float[][] cell;
  private final float[][] cellTanh;
  private final float[][] carriedCell;
  private final float[] zero;
  private final float[] byCandidate;
  private final float[] byForget;
  private final float[] byOutput;
  private final float[] byInput;

  LstmLayer(Recurrent blocks, int steps, int rows) {
    super(blocks, steps, rows);
    int hidden = hidden();
    candidate = new float[steps * rows][hidden];
    forget = new float[steps * rows][hidden];
    output = new float[steps * rows][hidden];
    input = new float[steps * rows][hidden];
    cell = new float[steps * rows][hidden];
    cellTanh = new float[steps * rows][hidden];
    carriedCell = new float[rows][hidden];
    zero = new float[hidden];
    byCandidate = new float[hidden];
    byForget = new float[hidden];
    byOutput = new float[hidden];
    byInput = new float[hidden];
  }

  @Override
  void activate(float[] sums, int place, int before, float[] h) {
    int hidden = h.length;
    System.arraycopy(sums, 0, candidate[place], 0, hidden);
    System.arraycopy(sums, hidden, forget[place], 0, hidden);
    System.arraycopy(sums, 2 * hidden, output[place], 0, hidden);
    System.arraycopy(sums, 3 * hidden, input[place], 0, hidden);
    Kernels.tanh(candidate[place]);
    Kernels.sigmoid(forget[place]);
    Kernels.sigmoid(output[place]);
    Kernels.sigmoid(input[place]);
    remember(candidate[place], forget[place], input[place], cellBefore(before), cell[place]);
    System.arraycopy(cell[place], 0, cellTanh[place], 0, hidden);
    Kernels.tanh(cellTanh[place]);
    multiply(output[place], cellTanh[place], h);
  }

  private float[] cellBefore(int before) {
    return before < 0 ? zero : cell[before];
  }

  private static void remember(float[] a, float[] f, float[] i, float[] before, float[] c) {
    for (int j = 0; j < c.length; j++) {
      c[j] = f[j] * before[j] + i[j] * a[j];
    }
  }

  private static void multiply(float[] a, float[] b, float[] out) {
    for (int j = 0; j < out.length; j++) {
      out[j] = a[j] * b[j];
    }
  }

  @Override
  void derive(float[] above, int place, int before, int row, float[] sums) {
    deriveCell(above, output[place], cellTanh[place], carriedCell[row]);
    deriveGates(place, carriedCell[row], cellBefore(before));
    multiply(carriedCell[row], forget[place], carriedCell[row]);
    int hidden = above.length;
    System.arraycopy(byCandidate, 0, sums, 0, hidden);
    System.arraycopy(byForget, 0, sums, hidden, hidden);
    System.arraycopy(byOutput, 0, sums, 2 * hidden, hidden);
    System.arraycopy(byInput, 0, sums, 3 * hidden, hidden);
  }

  private void deriveCell(float[] above, float[] o, float[] t, float[] byCell) {
    float[] out = byOutput;
    for (int j = 0; j < byCell.length; j++) {
      byCell[j] += above[j] * o[j] * (1 - t[j] * t[j]);
      out[j] = above[j] * t[j] * o[j] * (1 - o[j]);
    }
  }

  private void deriveGates(int place, float[] byCell, float[] cellBefore) {
    float[] a = candidate[place];
    float[] f = forget[place];
    float[] i = input[place];
    float[] outA = byCandidate;
    float[] outF = byForget;
    float[] outI = byInput;
    for (int j = 0; j < byCell.length; j++) {
      outA[j] = byCell[j] * i[j] * (1 - a[j] * a[j]);
      outF[j] = byCell[j] * cellBefore[j] * f[j] * (1 - f[j]);
      outI[j] = byCell[j] * a[j] * i[j] * (1 - i[j]);
    }
  }

  @Override
  void clearCarried() {
    for (float[] row : carriedCell) {
      Arrays.fill(row, 0);
    }
  }
}
