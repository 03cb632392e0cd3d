package io.thalweg.models.policies;

import io.thalweg.models.features.Batch;

/** A context's own numbers, and the 1 of the intercept. */
final class PlainContext implements Representation {
  private final int inputs;
  private final double[] x;
  private Batch contexts;

  PlainContext(BanditSettings settings) {
    inputs = settings.inputs();
    x = new double[settings.width()];
    if (settings.intercept()) {
      x[inputs] = 1;
    }
  }

  @Override
  public void look(Batch looked) {
    contexts = looked;
  }

  @Override
  public double[] of(int row) {
    return of(contexts.values(), contexts.offset(row, contexts.steps() - 1));
  }

  double[] of(float[] numbers, int offset) {
    for (int i = 0; i < inputs; i++) {
      x[i] = numbers[offset + i];
    }
    return x;
  }
}
