package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.LearnedNetwork;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.agents.replay.Draws;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Vectors;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
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
  private final ActionValues values;
  private final Draws draws;
  private final Batch observations;
  private final Batch nexts;
  private final float[][] nextScores;
  private final float[][] chooserScores;
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
    Outline outline = spec.outline();
    values = ActionValues.of(spec, batch);
    draws = new Draws(batch);
    observations = new Batch(batch, 1, spec.inputs());
    nexts = new Batch(batch, 1, spec.inputs());
    nextScores = new float[batch][outline.head().outputs()];
    chooserScores = settings.doubled() ? new float[batch][outline.head().outputs()] : nextScores;
    network =
        new LearnedNetwork(
            outline, spec.initialParameters(), training::optimiser, Math.max(batch, rows));
    target = new TargetNetwork(settings.target(), outline, network.parameters(), batch);
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
      figures.put("q_mean", values.mean(draws.count()));
      figures.put("td_error", Arrays.stream(values.errors()).map(Math::abs).average().orElse(0));
    }
  }

  /**
   * Makes an update, or refuses it.
   *
   * @param beta how far weights make up for priorities
   */
  void update(ReplayMemory memory, double beta, Generator generator) {
    memory.draw(generator, beta, draws);
    look(memory);
    double found =
        network
            .plan()
            .gradient(observations, values, draws.weights(), generator, network.gradient());
    if (!step(found)) {
      refused++;
      memory.refused(draws);
      return;
    }
    updates++;
    loss = found;
    memory.learned(draws, values.errors());
    target.follow(network.parameters(), updates);
  }

  /** At what was drawn, to say what should have been said. */
  private void look(ReplayMemory memory) {
    observations.clear();
    nexts.clear();
    for (int i = 0; i < draws.count(); i++) {
      memory.addObservation(draws.slot(i), observations);
      memory.addNext(draws.slot(i), nexts);
    }
    target.predict(nexts, nextScores);
    if (settings.doubled()) {
      network.plan().predictTogether(nexts, chooserScores);
    }
    for (int i = 0; i < draws.count(); i++) {
      int slot = draws.slot(i);
      values.target(
          i,
          memory.action(slot),
          memory.reward(slot),
          memory.discount(slot),
          nextScores[i],
          chooserScores[i]);
    }
  }

  /** Whether it was made. */
  private boolean step(double found) {
    double norm = Vectors.norm(network.gradient());
    if (!(found <= settings.training().lossBound()) || !Double.isFinite(norm)) {
      return false;
    }
    double most = settings.training().clipNorm();
    if (most > 0 && norm > most) {
      Vectors.scale(network.gradient(), (float) (most / norm));
    }
    network.mark();
    boolean made = network.step();
    if (!made) {
      network.rollBack();
    }
    return made;
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
