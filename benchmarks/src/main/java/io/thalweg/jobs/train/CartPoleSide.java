package io.thalweg.jobs.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thalweg.environments.Environments;
import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.families.Family;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Thalweg's side of {@code benchmarks/run agents}: what {@code ./thalweg train} runs, with
 * CleanRL's default settings. Asked and answering as its peer.
 */
public final class CartPoleSide {
  private CartPoleSide() {}

  /** Runs until the input ends. */
  public static void main(String[] args) throws IOException {
    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      System.out.println(seconds(Integer.parseInt(line.strip())));
    }
  }

  private static double seconds(int steps) {
    long starts = DqnSettings.DEFAULT.training().starts();
    Experiment experiment =
        new Experiment(
            Environments.named("cartpole"),
            new Family.Values(
                DqnSettings.DEFAULT,
                new Architecture.FeedForward(List.of(120, 84), Activation.RELU, 0)),
            1,
            starts + steps,
            starts,
            1,
            7);
    List<Point> points = new ArrayList<>();
    try (Trainer trainer = new Trainer(experiment)) {
      trainer.run(point -> {}, points::add);
    }
    return points.get(points.size() - 1).seconds() - points.get(0).seconds();
  }
}
