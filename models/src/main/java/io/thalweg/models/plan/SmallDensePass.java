package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import org.bytedeco.dnnl.stream;

/**
 * Predicts with a small dense layer in plain Java: for few rows a kernel's call costs more than
 * what it computes. Each row is summed by itself, input by input, so its bits are the same in any
 * company; whether a layer is small does not depend on the batch.
 */
final class SmallDensePass implements Pass {
  private static final int MOST_WEIGHTS = 1 << 14;

  private final Parameters parameters;
  private final Signal in;
  private final Signal out;
  private final boolean rectified;

  /**
   * Input by input: those of all units side by side. Arrays of their own, for only a loop without
   * offsets becomes vector instructions.
   */
  private final float[][] weights;

  private final float[] bias;
  private final float[] row;
  private final float[] sums;
  private int rows;

  /** Whether the layer is one for it. */
  static boolean serves(Outline.Dense layer, Signal in) {
    boolean plain =
        layer.activation() == Activation.RELU || layer.activation() == Activation.IDENTITY;
    return plain && in.steps() == 1 && (long) in.units() * layer.units() <= MOST_WEIGHTS;
  }

  SmallDensePass(Activation activation, Parameters parameters, Signal in, Signal out) {
    this.parameters = parameters;
    this.in = in;
    this.out = out;
    rectified = activation == Activation.RELU;
    weights = new float[in.units()][out.units()];
    bias = new float[out.units()];
    row = new float[in.units()];
    sums = new float[out.units()];
  }

  @Override
  public void prepare(stream queue) {
    float[] byUnit = new float[row.length * sums.length];
    parameters.values().get(0, byUnit, 0, byUnit.length);
    parameters.values().get(byUnit.length, bias, 0, bias.length);
    for (int unit = 0; unit < sums.length; unit++) {
      for (int input = 0; input < row.length; input++) {
        weights[input][unit] = byUnit[unit * row.length + input];
      }
    }
  }

  @Override
  public void see(Batch batch) {
    rows = batch.count();
  }

  @Override
  public void forward(stream queue) {
    for (int i = 0; i < rows; i++) {
      in.values().get(i * row.length, row, 0, row.length);
      System.arraycopy(bias, 0, sums, 0, sums.length);
      int input = 0;
      for (; input + 3 < row.length; input += 4) {
        addFour(input);
      }
      for (; input < row.length; input++) {
        add(row[input], weights[input]);
      }
      if (rectified) {
        rectify();
      }
      out.values().put(i * sums.length, sums, 0, sums.length);
    }
  }

  /** Four inputs' shares, one after the other. */
  private void addFour(int input) {
    float a = row[input];
    float b = row[input + 1];
    float c = row[input + 2];
    float d = row[input + 3];
    float[] ofA = weights[input];
    float[] ofB = weights[input + 1];
    float[] ofC = weights[input + 2];
    float[] ofD = weights[input + 3];
    float[] target = sums;
    for (int j = 0; j < target.length; j++) {
      target[j] = target[j] + a * ofA[j] + b * ofB[j] + c * ofC[j] + d * ofD[j];
    }
  }

  private void add(float a, float[] ofA) {
    float[] target = sums;
    for (int j = 0; j < target.length; j++) {
      target[j] += a * ofA[j];
    }
  }

  private void rectify() {
    for (int j = 0; j < sums.length; j++) {
      sums[j] = Math.max(0, sums[j]);
    }
  }

  @Override
  public void backward(stream queue) {
    throw new IllegalStateException("a layer that only predicts was asked to learn");
  }
}
