package io.thalweg.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.randint;

import io.thalweg.benchmarks.peers.Work.Task;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Does a work with PyTorch. What a step makes is freed at its end. */
final class TorchStep implements Step {
  private static final double RATE = 0.001;

  private final boolean train;
  private final TorchNetwork network;
  private final Tensor inputs;
  private final Tensor labels;
  private final Adam adam;

  TorchStep(Work work) {
    train = work.task() == Task.TRAIN;
    network = TorchNetwork.of(work);
    inputs = network.inputs(work.batch());
    labels = randint(work.network().classes(), new long[] {work.batch()});
    adam = new Adam(network.parameters(), new AdamOptions(RATE));
  }

  @Override
  public void run() {
    if (train) {
      train();
    } else {
      predict();
    }
  }

  private void train() {
    try (var unused = new PointerScope()) {
      adam.zero_grad();
      cross_entropy_loss(network.logits(inputs), labels).backward();
      adam.step();
    }
  }

  private void predict() {
    try (var unused = new PointerScope();
        var unusedGuard = new NoGradGuard()) {
      network.logits(inputs).softmax(1);
    }
  }

  @Override
  public void close() {
    adam.close();
  }
}
