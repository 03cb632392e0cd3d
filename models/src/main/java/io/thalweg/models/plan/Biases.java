package io.thalweg.models.plan;

/** Biases as a recurrent layer's kernels take them. */
interface Biases {
  Floats values();

  Floats gradient();

  void prepare();

  void clearGradient();

  void storeGradient();

  static Biases of(Workbench bench, Cell cell, int units, Parameters parameters) {
    return cell.biases() == cell.kernelBiases()
        ? new Same(parameters.values(), parameters.gradient())
        : new GruBiases(bench, units, parameters);
  }

  /** The parameters themselves. */
  record Same(Floats values, Floats gradient) implements Biases {
    @Override
    public void prepare() {}

    @Override
    public void clearGradient() {}

    @Override
    public void storeGradient() {}
  }
}
