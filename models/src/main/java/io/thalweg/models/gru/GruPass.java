package io.thalweg.models.gru;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A forward pass over a sequence of T steps, batch N, I inputs and H units: all that {@link
 * GruGradient} needs of it. Arrays are time-major and row by row, so that a step is contiguous and
 * the whole sequence is a matrix: what does not depend on the state before is one product.
 *
 * @param inputs x, [T, N, I]
 * @param gates z, r (both after the sigmoid) and h·R_n + c_n, [T, N, 3H]
 * @param candidates n, [T, N, H]
 * @param states h before the first step and after each, [T+1, N, H]
 * @param mask [N, T], or null for none
 */
record GruPass(
    INDArray inputs, INDArray gates, INDArray candidates, INDArray states, INDArray mask) {

  /**
   * A layer's parameters; see {@link GruParameters}.
   *
   * @param bias [1, 6H]
   */
  record Weights(INDArray input, INDArray recurrent, INDArray bias) {
    long units() {
      return recurrent.size(0);
    }
  }

  /**
   * @param start state before the first step, [N, H], or null for 0
   * @param states where to put the states, [T+1, N, H]
   * @param memory gives uninitialised arrays of a shape, in order 'c'
   */
  static GruPass over(
      INDArray inputs,
      INDArray mask,
      INDArray start,
      Weights weights,
      INDArray states,
      Function<long[], INDArray> memory) {
    long steps = inputs.size(0);
    long batch = inputs.size(1);
    long units = weights.units();
    if (start == null) {
      states.slice(0).assign(0);
    } else {
      states.slice(0).assign(start);
    }
    INDArray gates = memory.apply(new long[] {steps, batch, 3 * units});
    INDArray candidates = memory.apply(new long[] {steps, batch, units});
    GruPass pass = new GruPass(inputs, gates, candidates, states, mask);
    pass.project(weights);
    pass.run(weights.recurrent(), memory);
    return pass;
  }

  /** All that comes from the input, and both biases: gates then wait for h·R only. */
  private void project(Weights weights) {
    long units = weights.units();
    INDArray bias = weights.bias();
    INDArray sum = bias.get(all(), interval(0, 3 * units)).dup();
    sum.get(all(), interval(0, 2 * units)).addi(bias.get(all(), interval(3 * units, 5 * units)));
    INDArray rows = rows(gates);
    Nd4j.gemm(rows(inputs), weights.input(), rows, false, false, 1, 0);
    rows.addiRowVector(sum);
    candidates.assign(gates.get(all(), all(), interval(2 * units, 3 * units)));
    rows.get(all(), interval(2 * units, 3 * units))
        .putiRowVector(bias.get(all(), interval(5 * units, 6 * units)));
  }

  /** Steps work in one place, whose views are made once: for ND4J a view costs more than a copy. */
  private void run(INDArray recurrent, Function<long[], INDArray> memory) {
    INDArray gate = memory.apply(new long[] {batch(), 3 * units()});
    INDArray sigmoids = gate.get(all(), interval(0, 2 * units()));
    INDArray update = gate.get(all(), interval(0, units()));
    INDArray reset = gate.get(all(), interval(units(), 2 * units()));
    INDArray inner = gate.get(all(), interval(2 * units(), 3 * units()));
    INDArray product = memory.apply(new long[] {batch(), units()});
    INDArray before = states.slice(0);
    for (int t = 0; t < steps(); t++) {
      INDArray stored = gates.slice(t);
      gate.assign(stored);
      Nd4j.gemm(before, recurrent, gate, false, false, 1, 1);
      Transforms.sigmoid(sigmoids, false);
      stored.assign(gate);
      INDArray candidate = candidates.slice(t);
      Transforms.tanh(candidate.addi(reset.muli(inner, product)), false);
      INDArray state = states.slice(t + 1);
      before.subi(candidate, state); // h' = n + z ∘ (h - n)
      state.muli(update).addi(candidate);
      if (mask != null) {
        state.muliColumnVector(mask.getColumn(t, true));
      }
      before = state;
    }
  }

  /** The pass without the steps before {@code step}. */
  GruPass from(long step) {
    return new GruPass(
        from(step, inputs),
        from(step, gates),
        from(step, candidates),
        from(step, states),
        mask == null ? null : mask.get(all(), interval(step, steps())));
  }

  /** A sequence without the steps before {@code step}, as a view. */
  static INDArray from(long step, INDArray array) {
    return array.get(interval(step, array.size(0)), all(), all());
  }

  long steps() {
    return inputs.size(0);
  }

  long batch() {
    return inputs.size(1);
  }

  long units() {
    return candidates.size(2);
  }

  /** z, [T, N, H]. */
  INDArray update() {
    return gate(0);
  }

  /** r, [T, N, H]. */
  INDArray reset() {
    return gate(1);
  }

  /** h·R_n + c_n, [T, N, H]. */
  INDArray inner() {
    return gate(2);
  }

  private INDArray gate(int index) {
    return gates.get(all(), all(), interval(index * units(), (index + 1) * units()));
  }

  /** h before each step, [T, N, H]. */
  INDArray before() {
    return states.get(interval(0, steps()), all(), all());
  }

  /** h after each step, [T, N, H]. */
  INDArray after() {
    return from(1, states);
  }

  /** From [T, N, columns] to [T·N, columns], the same memory. */
  static INDArray rows(INDArray sequence) {
    return sequence.reshape('c', sequence.size(0) * sequence.size(1), sequence.size(2));
  }
}
