package io.thalweg.benchmarks.networks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thalweg.benchmarks.Peer;
import io.thalweg.benchmarks.peers.PyTorch;
import io.thalweg.benchmarks.peers.Server;
import io.thalweg.benchmarks.peers.Work;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One side of the comparison: a JVM that measures what it is asked to, with so many native threads.
 */
final class Side implements AutoCloseable {
  private final String name;
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  private Side(String name, ProcessBuilder builder) throws IOException {
    this.name = name;
    process = builder.start();
    questions = process.outputWriter(UTF_8);
    answers = process.inputReader(UTF_8);
  }

  /** Thalweg, with one of the networks that compute an architecture. */
  static Side thalweg(String network, double seconds, int threads) throws IOException {
    List<String> chosen = List.of("-Dthalweg.network=" + network);
    return new Side(
        "thalweg", Peer.thalweg(Subject.class, chosen, threads, String.valueOf(seconds)));
  }

  /** PyTorch's library. */
  static Side pytorch(double seconds, int threads) throws IOException {
    return new Side("PyTorch", Peer.pytorch(PyTorch.class, threads, String.valueOf(seconds)));
  }

  /** Median time of one step of the work, in microseconds; empty where the side cannot do it. */
  OptionalDouble measure(Work work) {
    try {
      questions.write(work.line());
      questions.newLine();
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException(
            "%s ended with exit code %d on '%s'; its messages are above"
                .formatted(name, process.waitFor(), work.line()));
      }
      return answer.equals(Server.NOT_YET)
          ? OptionalDouble.empty()
          : OptionalDouble.of(Double.parseDouble(answer));
    } catch (IOException ended) {
      throw new UncheckedIOException(name + " takes no question any more", ended);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
