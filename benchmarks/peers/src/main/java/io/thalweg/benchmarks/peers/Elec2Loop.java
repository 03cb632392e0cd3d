package io.thalweg.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bytedeco.pytorch.global.torch.manual_seed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * The peer of {@code benchmarks/run elec2 --pytorch}: a plain loop over the electricity market, as
 * one writes it with PyTorch. Reads how many records to play, a number per line, and answers each
 * time with accuracy and seconds, from the first record to the last.
 */
public final class Elec2Loop {
  private Elec2Loop() {}

  /**
   * Runs until the input ends.
   *
   * @param args the gzipped CSV file, then steps of a window, hidden units, rate, batch, updates
   *     per batch, remembered examples, bound of the gradient's norm
   */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries say is no answer
    Elec2Records records = Elec2Records.read(Path.of(args[0]));
    TorchLearner.Settings settings =
        new TorchLearner.Settings(
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Double.parseDouble(args[3]),
            Integer.parseInt(args[4]),
            Integer.parseInt(args[5]),
            Integer.parseInt(args[6]),
            Double.parseDouble(args[7]));
    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      int count = Math.min(Integer.parseInt(line.strip()), records.count());
      manual_seed(7);
      try (TorchLearner learner = new TorchLearner(settings, records)) {
        long start = System.nanoTime();
        double accuracy = learner.play(count);
        answers.println(accuracy + " " + (System.nanoTime() - start) / 1e9);
      }
    }
  }
}
