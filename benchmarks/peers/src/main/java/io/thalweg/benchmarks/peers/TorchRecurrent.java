package io.thalweg.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.gru;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.lstm;
import static org.bytedeco.pytorch.global.torch.randn;

import io.thalweg.benchmarks.peers.Work.Network;
import io.thalweg.benchmarks.peers.Work.Task;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/**
 * A recurrent layer, step by step in memory (PyTorch's own order, its fastest), and a head on the
 * last step. A single step with state is a sequence of one that begins with a state.
 */
final class TorchRecurrent extends TorchNetwork {
  private final Work work;
  private final int steps;
  private final TensorVector weights;
  private final Tensor state;
  private final TensorVector states;
  private final Tensor headWeights;
  private final TensorOptional headBias;

  TorchRecurrent(Work work) {
    this.work = work;
    steps = work.task() == Task.STEP ? 1 : work.steps();
    int hidden = work.hidden();
    int width = (work.network() == Network.LSTM ? 4 : 3) * hidden;
    weights =
        new TensorVector(
            parameter(width, work.inputs()),
            parameter(width, hidden),
            parameter(width),
            parameter(width));
    state = Tensor.create(new float[work.batch() * hidden], 1, work.batch(), hidden);
    states = new TensorVector(state, state);
    headWeights = parameter(work.network().classes(), hidden);
    headBias = new TensorOptional(parameter(work.network().classes()));
  }

  @Override
  Tensor inputs(int batch) {
    return randn(steps, batch, work.inputs());
  }

  @Override
  Tensor logits(Tensor inputs) {
    boolean training = work.task() == Task.TRAIN;
    Tensor outputs =
        work.network() == Network.LSTM
            ? lstm(inputs, states, weights, true, 1, 0, training, false, false).get0()
            : gru(inputs, state, weights, true, 1, 0, training, false, false).get0();
    return linear(outputs.select(0, steps - 1), headWeights, headBias);
  }
}
