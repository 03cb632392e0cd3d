package io.thalweg.models.gru;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import io.thalweg.models.gru.GruPass.Weights;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Backpropagation through time, of one pass. With dh the loss' derivative by a step's state h', and
 * i = h·R_n + c_n, those by what the activations got are
 *
 * <pre>
 *   by z's:          dh ∘ (h - n) ∘ z ∘ (1 - z)
 *   by n's:          dh ∘ (1 - z) ∘ (1 - n²)
 *   by i: r ∘ that;  by r's: i ∘ that ∘ r ∘ (1 - r)
 * </pre>
 *
 * All factors of dh are known after the forward pass and are computed for the whole sequence at
 * once; a step then only multiplies them by dh and takes one product with R' to the step before.
 */
final class GruGradient {
  private final GruPass pass;
  private final Weights weights;
  private final long units;

  /** dh, [T, N, H]; holds the derivatives by the outputs until its step is reached. */
  private final INDArray states;

  /**
   * [T, N, 4, H]: first the factors, then the derivatives by what z's, r's and n's activations got,
   * as h·R sees them, and dh ∘ z, which goes to the step before as it is.
   */
  private final INDArray deltas;

  /** (1 - z) ∘ (1 - n²), [T, N, H]. */
  private final INDArray candidate;

  /**
   * @param outputs derivatives by the layer's outputs, [T, N, H]; overwritten
   */
  GruGradient(GruPass pass, Weights weights, INDArray outputs, Function<long[], INDArray> memory) {
    this.pass = pass;
    this.weights = weights;
    units = pass.units();
    states = outputs;
    deltas = memory.apply(new long[] {pass.steps(), pass.batch(), 4, units});
    candidate = memory.apply(new long[] {pass.steps(), pass.batch(), units});
    factors();
    run(memory.apply(new long[] {pass.batch(), 4, units}));
  }

  private void factors() {
    INDArray update = pass.update();
    INDArray reset = pass.reset();
    INDArray candidates = pass.candidates();
    update.rsubi(1, candidate); // 1 - z
    INDArray byUpdate = block(0);
    INDArray byReset = block(1);
    INDArray byInner = block(2);
    pass.before().subi(candidates, byUpdate);
    byUpdate.muli(update).muli(candidate);
    candidates.muli(candidates, byReset).rsubi(1); // 1 - n²; the block serves as scratch
    candidate.muli(byReset);
    candidate.muli(reset, byInner);
    reset.rsubi(1, byReset).muli(byInner).muli(pass.inner());
    block(3).assign(update);
  }

  /** Steps work in one place, as in {@link GruPass}. */
  private void run(INDArray delta) {
    INDArray rows = gates(delta.reshape('c', pass.batch(), 4 * units));
    INDArray carried = delta.get(all(), point(3), all());
    INDArray state = states.slice(pass.steps() - 1);
    for (long t = pass.steps() - 1; t >= 0; t--) {
      if (pass.mask() != null) {
        state.muliColumnVector(pass.mask().getColumn(t, true));
      }
      INDArray stored = deltas.slice(t);
      delta.assign(stored);
      Nd4j.exec(new BroadcastMulOp(delta, state, delta, 0, 2));
      stored.assign(delta);
      if (t > 0) {
        state = states.slice(t - 1).addi(carried);
        Nd4j.gemm(rows, weights.recurrent(), state, false, true, 1, 1);
      }
    }
  }

  /** Of [.., 4H], what belongs to the gates, [.., 3H]. */
  private INDArray gates(INDArray matrix) {
    return matrix.get(all(), interval(0, 3 * units));
  }

  /** A part of the deltas, [T, N, H]. */
  private INDArray block(int index) {
    return deltas.get(all(), all(), point(index), all());
  }

  /**
   * Writes the derivatives by all parameters, and by the inputs. To be called once.
   *
   * @param gradients views of the layer's gradient, overwritten
   * @param inputs [T, N, I], overwritten
   */
  void write(Weights gradients, INDArray inputs) {
    INDArray rows = gates(deltas.reshape('c', pass.steps() * pass.batch(), 4 * units));
    INDArray bias = gradients.bias().reshape(6 * units);
    Nd4j.gemm(GruPass.rows(pass.before()), rows, gradients.recurrent(), true, false, 1, 0);
    rows.sum(bias.get(interval(3 * units, 6 * units)), 0);
    states.muli(candidate, block(2)); // as x·W sees it: without r
    Nd4j.gemm(GruPass.rows(pass.inputs()), rows, gradients.input(), true, false, 1, 0);
    rows.sum(bias.get(interval(0, 3 * units)), 0);
    Nd4j.gemm(rows, weights.input(), GruPass.rows(inputs), false, true, 1, 0);
  }
}
