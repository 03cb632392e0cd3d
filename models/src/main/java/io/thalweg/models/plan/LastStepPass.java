package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import org.bytedeco.dnnl.stream;

/** Chooses each row's last step that counts. */
final class LastStepPass implements Pass {
  private final Signal in;
  private final Signal out;
  private final int[] last;

  LastStepPass(Signal in, Signal out) {
    this.in = in;
    this.out = out;
    last = new int[in.rows()];
  }

  @Override
  public void see(Batch batch) {
    for (int row = 0; row < last.length; row++) {
      last[row] = row < batch.count() ? batch.length(row) - 1 : 0;
    }
  }

  private int place(int row) {
    return (last[row] * in.rows() + row) * in.units();
  }

  @Override
  public void forward(stream queue) {
    for (int row = 0; row < last.length; row++) {
      out.values().copy(row * in.units(), in.values(), place(row), in.units());
    }
  }

  @Override
  public void backward(stream queue) {
    in.gradient().clear();
    for (int row = 0; row < last.length; row++) {
      in.gradient().copy(place(row), out.gradient(), row * in.units(), in.units());
    }
  }
}
