package io.thalweg.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.pytorch.global.torch.manual_seed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;

/**
 * The peer of {@code benchmarks/run agents}: a plain deep Q-network as one writes it with PyTorch.
 * Reads how many steps to take, a number per line, and answers each time with the seconds that they
 * took, those before the first update left out.
 */
public final class CartPoleLoop {
  private CartPoleLoop() {}

  /** Runs until the input ends. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries say is no answer
    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      manual_seed(7);
      try (TorchDqn agent = new TorchDqn()) {
        agent.play(TorchDqn.STARTS);
        long start = System.nanoTime();
        agent.play(Integer.parseInt(line.strip()));
        answers.println((System.nanoTime() - start) / 1e9);
      }
    }
  }
}
