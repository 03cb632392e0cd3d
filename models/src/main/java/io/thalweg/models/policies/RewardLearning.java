package io.thalweg.models.policies;

import io.thalweg.models.agents.LearnedNetwork;
import io.thalweg.models.agents.replay.Draws;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.policies.PolicyGradientSettings.Optimisation;
import io.thalweg.models.random.Generator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A network that learns the rewards of actions, by transitions drawn from a memory. A step that
 * diverges changes nothing but the generator.
 */
final class RewardLearning implements AutoCloseable {
  private final Optimisation optimisation;
  private final LearnedNetwork network;
  private final RewardObjective objective;
  private final Draws draws;
  private final Batch contexts;
  private double loss = Double.NaN;

  /**
   * @param rows most contexts at a time
   */
  RewardLearning(NeuralBanditSpec spec, int rows) {
    optimisation = spec.settings().training().optimisation();
    int batch = spec.settings().training().batch();
    network =
        new LearnedNetwork(
            spec.outline(),
            spec.initialParameters(),
            optimisation::optimiser,
            Math.max(batch, rows));
    objective = new RewardObjective(batch);
    draws = new Draws(batch);
    contexts = new Batch(batch, 1, spec.inputs());
  }

  Plan plan() {
    return network.plan();
  }

  float[] parameters() {
    return network.parameters();
  }

  /** Mean squared error of the newest step's transitions, before it; NaN before the first. */
  double loss() {
    return loss;
  }

  /** Makes a step, or refuses it; whether it was made. */
  boolean update(ReplayMemory memory, Generator generator) {
    memory.draw(generator, 0, draws);
    contexts.clear();
    for (int i = 0; i < draws.count(); i++) {
      int slot = draws.slot(i);
      memory.addObservation(slot, contexts);
      objective.set(i, memory.action(slot), memory.reward(slot));
    }
    double found =
        plan().gradient(contexts, objective, draws.weights(), generator, network.gradient());
    boolean made = network.step(found, optimisation.lossBound(), optimisation.maxGradNorm());
    loss = made ? found : loss;
    return made;
  }

  void write(DataOutput out) throws IOException {
    network.write(out);
  }

  void read(DataInput in) throws IOException {
    network.read(in);
  }

  @Override
  public void close() {
    network.close();
  }
}
