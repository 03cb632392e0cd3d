package io.thalweg.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.relu;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** The convolutional network for images of 28×28. */
final class TorchCnn extends TorchNetwork {
  private static final int FLAT = 3 * 3 * 64;
  private static final long[] ONE = {1, 1};
  private static final long[] NONE = {0, 0};

  private final Tensor[] kernels = {
    parameter(32, 1, 3, 3), parameter(64, 32, 3, 3), parameter(64, 64, 3, 3)
  };
  private final TensorOptional[] biases = {bias(32), bias(64), bias(64)};
  private final Tensor denseWeights = parameter(64, FLAT);
  private final TensorOptional denseBias = bias(64);
  private final Tensor headWeights;
  private final TensorOptional headBias;

  TorchCnn(int classes) {
    headWeights = parameter(classes, 64);
    headBias = bias(classes);
  }

  private TensorOptional bias(int width) {
    return new TensorOptional(parameter(width));
  }

  @Override
  Tensor inputs(int batch) {
    return randn(batch, 1, 28, 28);
  }

  @Override
  Tensor logits(Tensor inputs) {
    Tensor first = max_pool2d(convolution(inputs, 0), 2, 2);
    Tensor second = max_pool2d(convolution(first, 1), 2, 2);
    Tensor flat = convolution(second, 2).flatten(1, -1);
    return linear(relu(linear(flat, denseWeights, denseBias)), headWeights, headBias);
  }

  private Tensor convolution(Tensor input, int i) {
    return relu(conv2d(input, kernels[i], biases[i], ONE, NONE, ONE, 1));
  }
}
