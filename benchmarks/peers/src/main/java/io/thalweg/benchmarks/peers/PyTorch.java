package io.thalweg.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.manual_seed;

import java.io.IOException;
import java.util.Optional;

/** The peer: PyTorch's library, driven from Java. The environment sets its number of threads. */
public final class PyTorch {
  private PyTorch() {}

  /**
   * Runs as a {@link Server}.
   *
   * @param args seconds of a window
   */
  public static void main(String[] args) throws IOException {
    manual_seed(7);
    new Server(work -> Optional.of(new TorchStep(work)), Double.parseDouble(args[0])).run();
  }
}
