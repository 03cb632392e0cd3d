package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.LearnedNetwork;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.agents.replay.Draws;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/**
 * The network that learns, and one update of it (Mnih et al., 2015, algorithm 1): draw, say what
 * should have been said, make a step towards it. One that diverges changes nothing but generator
 * and priorities.
 */
final class QLearning implements AutoCloseable {
  private final DqnSettings settings;
  private final LearnedNetwork network;
  private final TargetNetwork target;
  private final Examples examples;
  private final Draws draws;
  private long updates;
  private long refused;
  private double loss = Double.NaN;

  /**
   * @param rows most observations to act on at a time
   */
  QLearning(DqnSpec spec, int rows) {
    settings = spec.settings();
    Training training = settings.training();
    int batch = training.batch();
    examples = Examples.of(spec);
    draws = new Draws(batch);
    network =
        new LearnedNetwork(
            spec.outline(),
            spec.initialParameters(),
            training::optimiser,
            spec.steps(),
            Math.max(batch, rows));
    target = new TargetNetwork(spec, network.parameters());
  }

  Plan plan() {
    return network.plan();
  }

  float[] parameters() {
    return network.parameters();
  }

  /** Applied. */
  long updates() {
    return updates;
  }

  long refused() {
    return refused;
  }

  /** What the last update was like; nothing before the first. */
  void figures(Map<String, Double> figures) {
    if (!Double.isNaN(loss)) {
      figures.put("loss", loss);
      figures.put("q_mean", examples.mean());
      figures.put("td_error", examples.error());
    }
  }

  /**
   * Makes an update, or refuses it.
   *
   * @param beta how far weights make up for priorities
   */
  void update(ReplayMemory memory, double beta, Generator generator) {
    memory.draw(generator, beta, draws);
    examples.look(memory, draws, network.plan(), target);
    double found =
        network
            .plan()
            .gradient(
                examples.observations(), examples, draws.weights(), generator, network.gradient());
    if (!network.step(found, settings.training().lossBound(), settings.training().clipNorm())) {
      refused++;
      memory.refused(draws);
      return;
    }
    updates++;
    loss = found;
    memory.learned(draws, examples.errors());
    target.follow(network.parameters(), updates);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(updates);
    out.writeLong(refused);
    network.write(out);
    target.write(out);
  }

  void read(DataInput in) throws IOException {
    updates = in.readLong();
    refused = in.readLong();
    if (updates < 0 || refused < 0) {
      throw new IOException("%d updates, %d refused found".formatted(updates, refused));
    }
    network.read(in);
    target.read(in);
  }

  @Override
  public void close() {
    network.close();
    target.close();
  }
}
