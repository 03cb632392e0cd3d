package io.thalweg.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.randn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** A network of PyTorch's functions, with its parameters. */
abstract class TorchNetwork {
  private static final Scalar SCALE = new Scalar(0.05);

  private final List<Tensor> parameters = new ArrayList<>();

  /** A new parameter, small and random. */
  Tensor parameter(long... shape) {
    Tensor parameter = randn(shape).mul_(SCALE).set_requires_grad(true);
    parameters.add(parameter);
    return parameter;
  }

  TensorVector parameters() {
    return new TensorVector(parameters.toArray(new Tensor[0]));
  }

  /** Random inputs for a batch. */
  abstract Tensor inputs(int batch);

  /** Scores before the softmax, [batch, classes]. */
  abstract Tensor logits(Tensor inputs);

  /** The network that a work asks for. */
  static TorchNetwork of(Work work) {
    return switch (work.network()) {
      case LSTM, GRU -> new TorchRecurrent(work);
      case DENSE -> new TorchDense(4, 120, 84, work.network().classes());
      case CNN -> new TorchCnn(work.network().classes());
    };
  }
}
