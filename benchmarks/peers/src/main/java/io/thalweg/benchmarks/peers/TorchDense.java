package io.thalweg.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.relu;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** Dense layers with ReLU between them. */
final class TorchDense extends TorchNetwork {
  private record Layer(Tensor weights, TensorOptional bias) {}

  private final List<Layer> layers = new ArrayList<>();
  private final int inputs;

  /** From the number of inputs to that of the classes. */
  TorchDense(int... widths) {
    inputs = widths[0];
    for (int i = 1; i < widths.length; i++) {
      Tensor weights = parameter(widths[i], widths[i - 1]);
      layers.add(new Layer(weights, new TensorOptional(parameter(widths[i]))));
    }
  }

  @Override
  Tensor inputs(int batch) {
    return randn(batch, inputs);
  }

  @Override
  Tensor logits(Tensor inputs) {
    Tensor last = inputs;
    for (int i = 0; i < layers.size(); i++) {
      Tensor input = i == 0 ? last : relu(last);
      last = linear(input, layers.get(i).weights(), layers.get(i).bias());
    }
    return last;
  }
}
