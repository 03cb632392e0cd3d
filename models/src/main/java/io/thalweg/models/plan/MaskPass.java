package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import org.bytedeco.dnnl.stream;

/** Makes steps that do not count zeroes, in place, and what comes back to them. */
final class MaskPass implements Pass {
  private final Signal signal;
  private final Lengths lengths;
  private final float[] zeroes;

  MaskPass(Signal signal) {
    this.signal = signal;
    lengths = new Lengths(signal);
    zeroes = new float[signal.units()];
  }

  @Override
  public void see(Batch batch) {
    lengths.see(batch);
  }

  @Override
  public void forward(stream queue) {
    clear(signal.values());
  }

  @Override
  public void backward(stream queue) {
    clear(signal.gradient());
  }

  private void clear(Floats numbers) {
    for (int row = 0; row < signal.rows(); row++) {
      for (int step = lengths.of(row); step < signal.steps(); step++) {
        numbers.put(signal.place(step, row), zeroes, 0, zeroes.length);
      }
    }
  }
}
