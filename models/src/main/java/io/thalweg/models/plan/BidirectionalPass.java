package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.StepLayer.Bidirectional;
import org.bytedeco.dnnl.stream;

/**
 * Two recurrent layers, one of which reads each row's steps in reverse order. The reversed window
 * has its empty steps last too, so that both begin from zeroes at a step that counts.
 */
final class BidirectionalPass implements Pass {
  private final Signal in;
  private final Signal out;
  private final Signal forwards;
  private final Signal reversedIn;
  private final Signal backwards;
  private final RecurrentPass first;
  private final RecurrentPass second;
  private final Lengths lengths;
  private final float[] zeroes;
  private final float[] sum;
  private final float[] reversed;

  BidirectionalPass(
      Workbench bench, Bidirectional layer, Parameters parameters, Signal in, Signal out) {
    this.in = in;
    this.out = out;
    boolean training = out.gradient() != null;
    int size = layer.direction().size(in.units());
    forwards = Signal.of(bench, in.steps(), in.rows(), layer.units(), training);
    reversedIn = Signal.of(bench, in.steps(), in.rows(), in.units(), training);
    backwards = Signal.of(bench, in.steps(), in.rows(), layer.units(), training);
    first = new RecurrentPass(bench, layer.cell(), parameters.slice(0, size), in, forwards);
    second =
        new RecurrentPass(bench, layer.cell(), parameters.slice(size, size), reversedIn, backwards);
    lengths = new Lengths(in);
    zeroes = new float[out.units()];
    sum = new float[in.units()];
    reversed = new float[in.units()];
  }

  @Override
  public void prepare(stream queue) {
    first.prepare(queue);
    second.prepare(queue);
  }

  @Override
  public void see(Batch batch) {
    lengths.see(batch);
  }

  @Override
  public void forward(stream queue) {
    reverse();
    first.forward(queue);
    second.forward(queue);
    join();
  }

  private void reverse() {
    for (int row = 0; row < in.rows(); row++) {
      int length = lengths.of(row);
      for (int step = 0; step < in.steps(); step++) {
        int from = step < length ? length - 1 - step : step;
        reversedIn.values().copy(in.place(step, row), in.values(), in.place(from, row), in.units());
      }
    }
  }

  private void join() {
    int units = forwards.units();
    for (int row = 0; row < in.rows(); row++) {
      int length = lengths.of(row);
      for (int step = 0; step < length; step++) {
        int to = out.place(step, row);
        out.values().copy(to, forwards.values(), forwards.place(step, row), units);
        int from = backwards.place(length - 1 - step, row);
        out.values().copy(to + units, backwards.values(), from, units);
      }
      for (int step = length; step < in.steps(); step++) {
        out.values().put(out.place(step, row), zeroes, 0, zeroes.length);
      }
    }
  }

  @Override
  public void backward(stream queue) {
    part();
    first.backward(queue);
    second.backward(queue);
    addReversed();
  }

  /** What comes back to steps that do not count goes nowhere. */
  private void part() {
    int units = forwards.units();
    forwards.gradient().clear();
    backwards.gradient().clear();
    for (int row = 0; row < in.rows(); row++) {
      int length = lengths.of(row);
      for (int step = 0; step < length; step++) {
        int from = out.place(step, row);
        forwards.gradient().copy(forwards.place(step, row), out.gradient(), from, units);
        int to = backwards.place(length - 1 - step, row);
        backwards.gradient().copy(to, out.gradient(), from + units, units);
      }
    }
  }

  private void addReversed() {
    int units = in.units();
    for (int row = 0; row < in.rows(); row++) {
      int length = lengths.of(row);
      for (int step = 0; step < length; step++) {
        in.gradient().get(in.place(step, row), sum, 0, units);
        reversedIn.gradient().get(in.place(length - 1 - step, row), reversed, 0, units);
        for (int unit = 0; unit < units; unit++) {
          sum[unit] += reversed[unit];
        }
        in.gradient().put(in.place(step, row), sum, 0, units);
      }
    }
  }
}
