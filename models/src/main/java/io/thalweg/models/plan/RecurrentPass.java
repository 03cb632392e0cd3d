package io.thalweg.models.plan;

import static io.thalweg.models.plan.Workbench.description;

import io.thalweg.models.plan.Cell.Layout;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.stream;

/**
 * A recurrent layer over whole windows, which begin at the first step from a state of zeroes.
 *
 * <p>Parameters are W [inputs, gates, units], R [units, gates, units], b [biases, units], row by
 * row, which is what the forward kernel (and the gradient) wants; the backward kernel wants W and R
 * transposed.
 */
final class RecurrentPass implements Pass {
  private final List<Kernel> preparation = new ArrayList<>();
  private final Kernel forward;
  private final Kernel backward;
  private final Biases biases;

  RecurrentPass(Workbench bench, Cell cell, Parameters parameters, Signal in, Signal out) {
    int units = out.units();
    int inputSize = in.units() * cell.gates() * units;
    int recurrentSize = units * cell.gates() * units;
    int biasSize = cell.biases() * units;
    Parameters input = parameters.slice(0, inputSize);
    Parameters recurrent = parameters.slice(inputSize, recurrentSize);
    biases =
        Biases.of(bench, cell, units, parameters.slice((long) inputSize + recurrentSize, biasSize));
    boolean training = out.gradient() != null;
    Layout given = layout(cell, in, out, format_tag.ldigo, training);
    primitive_desc forwards = cell.forward(given, new desc(), training);
    Workbench.Arguments arguments =
        bench
            .kernel(forwards)
            .with(dnnl.DNNL_ARG_SRC_LAYER, in.values())
            .with(dnnl.DNNL_ARG_WEIGHTS_LAYER, input.values())
            .with(dnnl.DNNL_ARG_WEIGHTS_ITER, recurrent.values())
            .with(dnnl.DNNL_ARG_BIAS, biases.values())
            .with(dnnl.DNNL_ARG_DST_LAYER, out.values());
    if (!training) {
      forward = arguments.build();
      backward = null;
      return;
    }
    Floats kept = bench.floats(Workbench.expected(forwards, dnnl.DNNL_ARG_WORKSPACE));
    Floats zeroes = bench.floats((long) in.rows() * units);
    Floats unused = bench.floats((long) in.rows() * units);
    arguments.with(dnnl.DNNL_ARG_SRC_ITER, zeroes).with(dnnl.DNNL_ARG_WORKSPACE, kept);
    Layout transposed = layout(cell, in, out, format_tag.ldgoi, true);
    Floats inputTransposed = bench.floats(inputSize);
    Floats recurrentTransposed = bench.floats(recurrentSize);
    preparation.add(
        bench.reorder(
            given.inputWeights(), input.values(), transposed.inputWeights(), inputTransposed));
    preparation.add(
        bench.reorder(
            given.recurrentWeights(),
            recurrent.values(),
            transposed.recurrentWeights(),
            recurrentTransposed));
    Workbench.Arguments back =
        bench
            .kernel(cell.backward(transposed, given, forwards))
            .with(dnnl.DNNL_ARG_SRC_LAYER, in.values())
            .with(dnnl.DNNL_ARG_WEIGHTS_LAYER, inputTransposed)
            .with(dnnl.DNNL_ARG_WEIGHTS_ITER, recurrentTransposed)
            .with(dnnl.DNNL_ARG_BIAS, biases.values())
            .with(dnnl.DNNL_ARG_DST_LAYER, out.values())
            .with(dnnl.DNNL_ARG_WORKSPACE, kept)
            .with(dnnl.DNNL_ARG_DIFF_SRC_LAYER, in.gradient())
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS_LAYER, input.gradient())
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS_ITER, recurrent.gradient())
            .with(dnnl.DNNL_ARG_DIFF_BIAS, biases.gradient())
            .with(dnnl.DNNL_ARG_DIFF_DST_LAYER, out.gradient())
            .with(dnnl.DNNL_ARG_SRC_ITER, zeroes)
            .with(dnnl.DNNL_ARG_DIFF_SRC_ITER, unused);
    if (cell == Cell.LSTM) {
      arguments.with(dnnl.DNNL_ARG_SRC_ITER_C, zeroes);
      back.with(dnnl.DNNL_ARG_SRC_ITER_C, zeroes).with(dnnl.DNNL_ARG_DIFF_SRC_ITER_C, unused);
    }
    forward = arguments.build();
    backward = back.build();
  }

  /**
   * @param state whether there is a state before the first step
   */
  static Layout layout(Cell cell, Signal in, Signal out, format_tag weights, boolean state) {
    int units = out.units();
    return new Layout(
        description(format_tag.tnc, in.steps(), in.rows(), in.units()),
        state ? description(format_tag.ldnc, 1, 1, in.rows(), units) : new desc(),
        description(weights, 1, 1, in.units(), cell.gates(), units),
        description(weights, 1, 1, units, cell.gates(), units),
        description(format_tag.ldgo, 1, 1, cell.kernelBiases(), units),
        description(format_tag.tnc, in.steps(), in.rows(), units));
  }

  @Override
  public void prepare(stream queue) {
    biases.prepare();
    preparation.forEach(kernel -> kernel.run(queue));
  }

  @Override
  public void forward(stream queue) {
    forward.run(queue);
  }

  @Override
  public void backward(stream queue) {
    biases.clearGradient();
    backward.run(queue);
    biases.storeGradient();
  }
}
