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
   * [T, N, 3, H]: first the factors, then the derivatives by x·W + h·R + biases, as h·R sees it.
   */
  private final INDArray deltas;

  /** (1 - z) ∘ (1 - n²), [T, N, H]. */
  private final INDArray candidate;

  private final INDArray carried;

  /**
   * @param outputs derivatives by the layer's outputs, [T, N, H]; overwritten
   */
  GruGradient(GruPass pass, Weights weights, INDArray outputs, Function<long[], INDArray> memory) {
    this.pass = pass;
    this.weights = weights;
    units = pass.units();
    states = outputs;
    deltas = memory.apply(new long[] {pass.steps(), pass.batch(), 3, units});
    candidate = memory.apply(new long[] {pass.steps(), pass.batch(), units});
    carried = memory.apply(new long[] {pass.batch(), units});
    factors();
    run();
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
  }

  private void run() {
    for (long t = pass.steps() - 1; t >= 0; t--) {
      INDArray state = states.slice(t);
      if (pass.mask() != null) {
        state.muliColumnVector(pass.mask().getColumn(t, true));
      }
      INDArray delta = deltas.slice(t);
      Nd4j.exec(new BroadcastMulOp(delta, state, delta, 0, 2));
      if (t > 0) {
        INDArray before = states.slice(t - 1);
        before.addi(state.muli(pass.update(t), carried));
        INDArray rows = delta.reshape('c', pass.batch(), 3 * units);
        Nd4j.gemm(rows, weights.recurrent(), before, false, true, 1, 1);
      }
    }
  }

  /** A gate's part of the deltas, [T, N, H]. */
  private INDArray block(int gate) {
    return deltas.get(all(), all(), point(gate), all());
  }

  /**
   * Writes the derivatives by all parameters, and by the inputs. To be called once.
   *
   * @param gradients views of the layer's gradient, overwritten
   * @param inputs [T, N, I], overwritten
   */
  void write(Weights gradients, INDArray inputs) {
    INDArray rows = deltas.reshape('c', pass.steps() * pass.batch(), 3 * units);
    INDArray bias = gradients.bias().reshape(6 * units);
    Nd4j.gemm(GruPass.rows(pass.before()), rows, gradients.recurrent(), true, false, 1, 0);
    rows.sum(bias.get(interval(3 * units, 6 * units)), 0);
    states.muli(candidate, block(2)); // as x·W sees it: without r
    Nd4j.gemm(GruPass.rows(pass.inputs()), rows, gradients.input(), true, false, 1, 0);
    rows.sum(bias.get(interval(0, 3 * units)), 0);
    Nd4j.gemm(rows, weights.input(), GruPass.rows(inputs), false, true, 1, 0);
  }
}
