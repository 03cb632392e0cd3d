package io.thalweg.models.plan;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.stream;

/** A recurrent layer over one step, from the state that the step before has left. */
final class CarriedPass implements Pass {
  private final Kernel forward;
  private final Biases biases;
  private final Floats before;
  private final Floats after;
  private final Floats cellsBefore;
  private final Floats cellsAfter;
  private final int size;
  private final float[] zeroes;

  CarriedPass(Workbench bench, Cell cell, Parameters parameters, Signal in, Signal out) {
    int units = out.units();
    int inputSize = in.units() * cell.gates() * units;
    int recurrentSize = units * cell.gates() * units;
    size = in.rows() * units;
    zeroes = new float[units];
    before = bench.floats(size);
    after = bench.floats(size);
    cellsBefore = cell == Cell.LSTM ? bench.floats(size) : null;
    cellsAfter = cell == Cell.LSTM ? bench.floats(size) : null;
    int biasSize = cell.biases() * units;
    biases =
        Biases.of(bench, cell, units, parameters.slice((long) inputSize + recurrentSize, biasSize));
    Cell.Layout layout = RecurrentPass.layout(cell, in, out, format_tag.ldigo, true);
    primitive_desc described = cell.forward(layout, layout.state(), false);
    Workbench.Arguments arguments =
        bench
            .kernel(described)
            .with(dnnl.DNNL_ARG_SRC_LAYER, in.values())
            .with(dnnl.DNNL_ARG_SRC_ITER, before)
            .with(dnnl.DNNL_ARG_WEIGHTS_LAYER, parameters.slice(0, inputSize).values())
            .with(dnnl.DNNL_ARG_WEIGHTS_ITER, parameters.slice(inputSize, recurrentSize).values())
            .with(dnnl.DNNL_ARG_BIAS, biases.values())
            .with(dnnl.DNNL_ARG_DST_LAYER, out.values())
            .with(dnnl.DNNL_ARG_DST_ITER, after);
    if (cell == Cell.LSTM) {
      arguments
          .with(dnnl.DNNL_ARG_SRC_ITER_C, cellsBefore)
          .with(dnnl.DNNL_ARG_DST_ITER_C, cellsAfter);
    }
    forward = arguments.build();
  }

  @Override
  public void prepare(stream queue) {
    biases.prepare();
  }

  @Override
  public void forward(stream queue) {
    forward.run(queue);
    before.copy(0, after, 0, size);
    if (cellsBefore != null) {
      cellsBefore.copy(0, cellsAfter, 0, size);
    }
  }

  @Override
  public void forget(int row) {
    int units = zeroes.length;
    before.put(row * units, zeroes, 0, units);
    if (cellsBefore != null) {
      cellsBefore.put(row * units, zeroes, 0, units);
    }
  }

  @Override
  public void backward(stream queue) {
    throw new IllegalStateException("a single step is answered, not learned from");
  }
}
