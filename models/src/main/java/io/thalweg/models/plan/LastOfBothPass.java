package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import org.bytedeco.dnnl.stream;

/** Of the first half of the units each row's last step that counts, of the second its first. */
final class LastOfBothPass implements Pass {
  private final Signal in;
  private final Signal out;
  private final Lengths lengths;
  private final int half;

  LastOfBothPass(Signal in, Signal out) {
    this.in = in;
    this.out = out;
    lengths = new Lengths(in);
    half = in.units() / 2;
  }

  @Override
  public void see(Batch batch) {
    lengths.see(batch);
  }

  private int last(int row) {
    return in.place(lengths.of(row) - 1, row);
  }

  private int first(int row) {
    return in.place(0, row) + half;
  }

  @Override
  public void forward(stream queue) {
    for (int row = 0; row < in.rows(); row++) {
      int to = out.place(0, row);
      out.values().copy(to, in.values(), last(row), half);
      out.values().copy(to + half, in.values(), first(row), half);
    }
  }

  @Override
  public void backward(stream queue) {
    in.gradient().clear();
    for (int row = 0; row < in.rows(); row++) {
      int from = out.place(0, row);
      in.gradient().copy(last(row), out.gradient(), from, half);
      in.gradient().copy(first(row), out.gradient(), from + half, half);
    }
  }
}
