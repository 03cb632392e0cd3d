package io.thalweg.models.plan;

import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Dropout;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Layer;
import io.thalweg.models.plan.Outline.Recurrent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.bytedeco.dnnl.stream;

/**
 * Sequences that a plan answers step by step, their state carried, where {@link Plan#predict} would
 * read a whole window again at each step. For a stack of recurrent and dense layers. Closed before
 * its plan is; not thread-safe.
 */
public final class Steps implements AutoCloseable {
  private final Arena arena = new Arena();
  private final List<Pass> passes = new ArrayList<>();
  private final int sequences;
  private final Signal input;
  private final Signal output;
  private final OutputHead head;
  private final stream queue;
  private final LongSupplier loads;
  private long prepared = -1;

  /**
   * @param loads how often parameters were loaded
   */
  Steps(
      Outline outline,
      Parameters parameters,
      OutputHead head,
      stream queue,
      LongSupplier loads,
      int sequences) {
    this.loads = loads;
    this.sequences = sequences;
    this.head = head;
    this.queue = queue;
    int rows = Plan.room(sequences);
    try (Workbench bench = new Workbench(arena)) {
      input = Signal.of(bench, 1, rows, outline.inputs(), false);
      Signal signal = input;
      long offset = 0;
      for (Layer layer : outline.layers()) {
        int size = layer.size(signal.units());
        signal = add(bench, layer, parameters.slice(offset, size), signal);
        offset += size;
      }
      output = signal;
    }
  }

  private Signal add(Workbench bench, Layer layer, Parameters parameters, Signal in) {
    if (layer instanceof LastStep || layer instanceof Dropout) {
      return in;
    }
    Signal out = Signal.of(bench, 1, in.rows(), layer.units(in.units()), false);
    if (layer instanceof Recurrent recurrent) {
      passes.add(new CarriedPass(bench, recurrent.cell(), parameters, in, out));
    } else if (layer instanceof Dense dense) {
      passes.add(new DensePass(bench, dense.activation(), parameters, in, out));
    } else {
      throw new IllegalArgumentException(
          layer + " found, only recurrent and dense layers expected: others carry no state");
    }
    return out;
  }

  /** A sequence's next step is its first. */
  public void forget(int sequence) {
    passes.forEach(pass -> pass.forget(sequence));
  }

  /**
   * Takes one more step of every sequence.
   *
   * @param inputs [sequences, inputs], row by row
   * @param outputs filled for each sequence, the head's
   */
  public void predict(float[] inputs, float[][] outputs) {
    prepare();
    input.values().put(0, inputs, 0, sequences * input.units());
    passes.forEach(pass -> pass.forward(queue));
    for (int i = 0; i < sequences; i++) {
      head.predict(output, output.place(0, i), outputs[i]);
    }
  }

  /** Parameters that the plan has loaded since. */
  private void prepare() {
    long newest = loads.getAsLong();
    if (prepared != newest) {
      passes.forEach(pass -> pass.prepare(queue));
      prepared = newest;
    }
  }

  /** Frees everything outside the heap. */
  @Override
  public void close() {
    arena.close();
  }
}
