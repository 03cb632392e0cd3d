package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.StepLayer.Pooling;
import java.util.Arrays;
import org.bytedeco.dnnl.stream;

/**
 * The greatest number or the mean of each unit over a row's steps, in plain Java. The gradient by a
 * maximum is the first step's that has it.
 */
final class StepPoolPass implements Pass {
  private final Pooling pooling;
  private final Signal in;
  private final Signal out;
  private final Lengths lengths;
  private final float[] step;
  private final float[] pooled;

  /** Of each row's units, the step with the maximum. */
  private final int[] greatest;

  StepPoolPass(Pooling pooling, Signal in, Signal out) {
    this.pooling = pooling;
    this.in = in;
    this.out = out;
    lengths = new Lengths(in);
    step = new float[in.units()];
    pooled = new float[in.units()];
    greatest = new int[in.rows() * in.units()];
  }

  @Override
  public void see(Batch batch) {
    lengths.see(batch);
  }

  @Override
  public void forward(stream queue) {
    for (int row = 0; row < in.rows(); row++) {
      if (pooling == Pooling.MAX) {
        max(row);
      } else {
        mean(row);
      }
      out.values().put(out.place(0, row), pooled, 0, pooled.length);
    }
  }

  private void max(int row) {
    int first = row * pooled.length;
    Arrays.fill(greatest, first, first + pooled.length, 0);
    in.values().get(in.place(0, row), pooled, 0, pooled.length);
    for (int i = 1; i < lengths.of(row); i++) {
      in.values().get(in.place(i, row), step, 0, step.length);
      for (int unit = 0; unit < step.length; unit++) {
        if (step[unit] > pooled[unit]) {
          pooled[unit] = step[unit];
          greatest[first + unit] = i;
        }
      }
    }
  }

  private void mean(int row) {
    int length = lengths.of(row);
    Arrays.fill(pooled, 0);
    for (int i = 0; i < length; i++) {
      in.values().get(in.place(i, row), step, 0, step.length);
      for (int unit = 0; unit < step.length; unit++) {
        pooled[unit] += step[unit];
      }
    }
    divide(length);
  }

  private void divide(int length) {
    for (int unit = 0; unit < pooled.length; unit++) {
      pooled[unit] /= length;
    }
  }

  @Override
  public void backward(stream queue) {
    in.gradient().clear();
    for (int row = 0; row < in.rows(); row++) {
      out.gradient().get(out.place(0, row), pooled, 0, pooled.length);
      if (pooling == Pooling.MAX) {
        toGreatest(row);
      } else {
        toAll(row);
      }
    }
  }

  private void toGreatest(int row) {
    for (int unit = 0; unit < pooled.length; unit++) {
      int place = in.place(greatest[row * pooled.length + unit], row) + unit;
      in.gradient().put(place, pooled, unit, 1);
    }
  }

  private void toAll(int row) {
    int length = lengths.of(row);
    divide(length);
    for (int i = 0; i < length; i++) {
      in.gradient().put(in.place(i, row), pooled, 0, pooled.length);
    }
  }
}
