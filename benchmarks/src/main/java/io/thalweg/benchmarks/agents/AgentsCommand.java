package io.thalweg.benchmarks.agents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thalweg.benchmarks.Median;
import io.thalweg.benchmarks.Peer;
import io.thalweg.benchmarks.Report;
import io.thalweg.benchmarks.Table;
import io.thalweg.benchmarks.peers.CartPoleLoop;
import io.thalweg.jobs.train.CartPoleSide;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/run agents}. */
@Command(
    name = "agents",
    header = "Environment steps per second of an agent that learns, beside PyTorch.",
    description = {
      "A deep Q-network in CartPole with CleanRL's default settings (4-120-84-2, a batch of 128 every 10 steps), by",
      "./thalweg train's loop and by a plain loop with libtorch from Java, in the same environment: each in a JVM of its",
      "own with one native thread, in turn. Counted from the first update on."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  benchmarks/run agents",
      "  benchmarks/run agents --repeat 5 --summary agents.json"
    })
public final class AgentsCommand implements Callable<Integer> {
  @Mixin private Report report;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int repeat;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Environment steps of a round (default: ${DEFAULT-VALUE}).")
  private int steps;

  /** A process that is asked for seconds. */
  private record Side(Process process, BufferedWriter questions, BufferedReader answers)
      implements AutoCloseable {
    static Side start(ProcessBuilder builder) throws IOException {
      Process process = builder.start();
      return new Side(process, process.outputWriter(UTF_8), process.inputReader(UTF_8));
    }

    double stepsPerSecond(int steps) throws IOException, InterruptedException {
      questions.write(Integer.toString(steps));
      questions.newLine();
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException(
            "the process ended with exit code %d; its messages are above"
                .formatted(process.waitFor()));
      }
      return steps / Double.parseDouble(answer);
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  @Override
  public Integer call() throws Exception {
    report.begin();
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (Side thalweg = Side.start(Peer.thalweg(CartPoleSide.class, List.of(), 1));
        Side pytorch = Side.start(Peer.pytorch(CartPoleLoop.class, 1))) {
      for (int round = 0; round <= repeat; round++) {
        double our = thalweg.stepsPerSecond(steps);
        double their = pytorch.stepsPerSecond(steps);
        report.say(
            "%s: %,.0f steps/s, PyTorch's loop %,.0f, ratio %.2f"
                .formatted(round == 0 ? "warm-up" : "round " + round, our, their, our / their));
        if (round > 0) {
          ours.add(our);
          theirs.add(their);
          ratios.add(our / their);
        }
      }
    }
    Table table = new Table("side", "environment steps/s");
    table.row("thalweg", "%,.0f".formatted(Median.of(ours)));
    table.row("PyTorch from Java, a plain loop", "%,.0f".formatted(Median.of(theirs)));
    table.row("ratio (median of %d)".formatted(ratios.size()), "%.2f".formatted(Median.of(ratios)));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("ratio", Median.of(ratios));
    figures.put("ratios", ratios);
    figures.put("environment_steps_per_second", ours);
    figures.put("pytorch_environment_steps_per_second", theirs);
    report.end(table, figures);
    return 0;
  }
}
