package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import org.bytedeco.dnnl.stream;

/** Chooses each row's last step that counts. */
final class LastStepPass implements Pass {
  private final Signal in;
  private final Signal out;
  private final Lengths lengths;

  LastStepPass(Signal in, Signal out) {
    this.in = in;
    this.out = out;
    lengths = new Lengths(in);
  }

  @Override
  public void see(Batch batch) {
    lengths.see(batch);
  }

  private int place(int row) {
    return in.place(lengths.of(row) - 1, row);
  }

  @Override
  public void forward(stream queue) {
    for (int row = 0; row < in.rows(); row++) {
      out.values().copy(row * in.units(), in.values(), place(row), in.units());
    }
  }

  @Override
  public void backward(stream queue) {
    in.gradient().clear();
    for (int row = 0; row < in.rows(); row++) {
      in.gradient().copy(place(row), out.gradient(), row * in.units(), in.units());
    }
  }
}
