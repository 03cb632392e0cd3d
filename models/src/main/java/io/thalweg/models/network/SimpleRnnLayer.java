package io.thalweg.models.network;

import io.thalweg.models.network.ParameterLayout.Recurrent;

/** h ← tanh(W x + R h + b) (Elman, "Finding structure in time", 1990). */
final class SimpleRnnLayer extends RecurrentLayer {
  SimpleRnnLayer(Recurrent blocks, int steps, int rows) {
    super(blocks, steps, rows);
  }

  @Override
  void activate(float[] sums, int place, int before, float[] output) {
    System.arraycopy(sums, 0, output, 0, output.length);
    Kernels.tanh(output);
  }

  @Override
  void derive(float[] above, int place, int before, int row, float[] sums) {
    float[] h = outputs()[place];
    for (int j = 0; j < h.length; j++) {
      sums[j] = above[j] * (1 - h[j] * h[j]);
    }
  }

  @Override
  void clearCarried() {}
}
