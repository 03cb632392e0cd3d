package io.thalweg.benchmarks.networks;

import io.thalweg.benchmarks.peers.Work;
import io.thalweg.benchmarks.peers.Work.Network;
import io.thalweg.benchmarks.peers.Work.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A work and the ratio to PyTorch's time that is wanted of it.
 *
 * @param ratio empty where none was set
 */
record Goal(Work work, OptionalDouble ratio) {
  private static final int[] BATCHES = {1, 32, 256};

  /** All that is compared. */
  static List<Goal> all() {
    List<Goal> goals = new ArrayList<>();
    sequences(goals, Network.LSTM, 64, 32, Task.TRAIN, 0.35, 0.75, 0.95);
    sequences(goals, Network.GRU, 64, 32, Task.TRAIN, 0.12, 0.35, 0.8);
    sequences(goals, Network.LSTM, 256, 64, Task.TRAIN, 0.8, 0.9, 1.0);
    sequences(goals, Network.GRU, 256, 64, Task.TRAIN, 0.15, 0.5, 0.85);
    for (Network network : List.of(Network.LSTM, Network.GRU)) {
      sequences(goals, network, 64, 32, Task.PREDICT);
      sequences(goals, network, 256, 64, Task.PREDICT);
    }
    sequences(goals, Network.LSTM, 64, 32, Task.STEP, 0.1, 0.25, 0.8);
    sequences(goals, Network.GRU, 64, 32, Task.STEP, 0.15, 0.35, 0.8);
    goals.add(new Goal(Work.of(Network.DENSE, 128, Task.TRAIN), OptionalDouble.of(0.55)));
    goals.add(new Goal(Work.of(Network.DENSE, 1, Task.PREDICT), OptionalDouble.of(0.15)));
    goals.add(new Goal(Work.of(Network.CNN, 64, Task.TRAIN), OptionalDouble.of(0.85)));
    return goals;
  }

  private static void sequences(
      List<Goal> goals, Network network, int hidden, int steps, Task task, double... ratios) {
    for (int i = 0; i < BATCHES.length; i++) {
      Work work = new Work(network, 16, hidden, steps, BATCHES[i], task);
      OptionalDouble ratio =
          ratios.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(ratios[i]);
      goals.add(new Goal(work, ratio));
    }
  }
}
