package io.thalweg.models.plan;

/**
 * A GRU's two bias vectors (z, r, n of the input, then of the recurrent part) in the four that its
 * kernels take: the two of z and of r only ever occur as sums.
 */
final class GruBiases implements Biases {
  private final int units;
  private final Parameters parameters;
  private final Floats values;
  private final Floats gradient;
  private final float[] input;
  private final float[] recurrent;

  GruBiases(Workbench bench, int units, Parameters parameters) {
    this.units = units;
    this.parameters = parameters;
    values = bench.floats(4L * units);
    gradient = bench.floats(4L * units);
    input = new float[3 * units];
    recurrent = new float[3 * units];
  }

  @Override
  public Floats values() {
    return values;
  }

  @Override
  public Floats gradient() {
    return gradient;
  }

  @Override
  public void prepare() {
    parameters.values().get(0, input, 0, 3 * units);
    parameters.values().get(3 * units, recurrent, 0, 3 * units);
    for (int i = 0; i < 2 * units; i++) {
      input[i] += recurrent[i];
    }
    values.put(0, input, 0, 3 * units);
    values.put(3 * units, recurrent, 2 * units, units);
  }

  @Override
  public void clearGradient() {
    gradient.clear();
  }

  /** What is by a sum is by each of its terms. */
  @Override
  public void storeGradient() {
    Floats target = parameters.gradient();
    target.copy(0, gradient, 0, 3 * units);
    target.copy(3 * units, gradient, 0, 2 * units);
    target.copy(5 * units, gradient, 3 * units, units);
  }
}
