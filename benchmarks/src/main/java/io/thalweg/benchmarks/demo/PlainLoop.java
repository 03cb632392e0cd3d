package io.thalweg.benchmarks.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thalweg.benchmarks.Home;
import io.thalweg.benchmarks.Peer;
import io.thalweg.benchmarks.peers.Elec2Loop;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.plan.Cell;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;

/** The plain PyTorch loop with the settings of a job, in a process that stays. */
final class PlainLoop implements AutoCloseable {
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  private PlainLoop(ProcessBuilder builder) throws IOException {
    process = builder.start();
    questions = process.outputWriter(UTF_8);
    answers = process.inputReader(UTF_8);
  }

  /** What came of one pass. */
  record Pass(double accuracy, double seconds) {}

  /**
   * Starts it.
   *
   * @throws IllegalArgumentException if the job has something that the loop has not
   */
  static PlainLoop start(ModelSpec model) throws IOException {
    Learning learning = model.learning();
    if (!(model.network() instanceof Architecture.Recurrent network)
        || !network.equals(new Architecture.Recurrent(Cell.LSTM, network.hidden(), 1, 0))
        || !learning.equals(plain(learning))
        || !model.features().previousLabel()
        || !model.features().standardise()) {
      throw new IllegalArgumentException(
          "--pytorch: %s, %s, %s found; one LSTM layer without dropout, plain Adam at a constant rate, and standardised numbers with the label before expected: that is all that the loop has"
              .formatted(model.network(), learning, model.features()));
    }
    return new PlainLoop(
        Peer.pytorch(
            Elec2Loop.class,
            1,
            Home.elec2().toString(),
            String.valueOf(model.steps()),
            String.valueOf(network.hidden()),
            String.valueOf(learning.rate()),
            String.valueOf(learning.batch()),
            String.valueOf(learning.updates()),
            String.valueOf(learning.rehearsal()),
            String.valueOf(learning.clipNorm())));
  }

  /** As the loop learns. */
  private static Learning plain(Learning learning) {
    return new Learning(
        Learning.Updater.ADAM,
        learning.rate(),
        learning.batch(),
        learning.updates(),
        learning.rehearsal(),
        learning.clipNorm(),
        learning.seed());
  }

  Pass play(long records) throws IOException, InterruptedException {
    questions.write(Long.toString(records));
    questions.newLine();
    questions.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IllegalStateException(
          "PyTorch's process ended with exit code %d; its messages are above"
              .formatted(process.waitFor()));
    }
    int blank = answer.indexOf(' ');
    return new Pass(
        Double.parseDouble(answer.substring(0, blank)),
        Double.parseDouble(answer.substring(blank + 1)));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
