package io.thalweg.benchmarks.networks;

import io.thalweg.benchmarks.peers.Server;
import io.thalweg.benchmarks.peers.Step;
import io.thalweg.benchmarks.peers.Work;
import io.thalweg.benchmarks.peers.Work.Task;
import io.thalweg.models.learning.CarriedStep;
import io.thalweg.models.learning.NetworkStep;
import java.io.IOException;
import java.util.Optional;

/** Thalweg's side, in a JVM of its own as the peer is. */
final class Subject {
  private Subject() {}

  /**
   * Runs as a {@link Server}.
   *
   * @param args seconds of a window
   */
  public static void main(String[] args) throws IOException {
    new Server(Subject::step, Double.parseDouble(args[0])).run();
  }

  private static Optional<Step> step(Work work) {
    return Optional.of(work.task() == Task.STEP ? new CarriedStep(work) : new NetworkStep(work));
  }
}
