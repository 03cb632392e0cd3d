package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.agents.replay.Draws;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.Optimiser;
import io.thalweg.models.learning.Vectors;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The network that learns, and one update of it (Mnih et al., 2015, algorithm 1): draw, say what
 * should have been said, make a step towards it. One that diverges changes nothing but generator
 * and priorities.
 */
final class QLearning implements AutoCloseable {
  /** Parameters beyond this have diverged. */
  private static final float BOUND = 1e9f;

  private final DqnSettings settings;
  private final Plan plan;
  private final TargetNetwork target;
  private final ActionValues values;
  private final Optimiser optimiser;
  private final Optimiser optimiserBefore;
  private final float[] parameters;
  private final float[] parametersBefore;
  private final float[] gradient;
  private final Draws draws;
  private final Batch observations;
  private final Batch nexts;
  private final float[][] nextScores;
  private final float[][] chooserScores;
  private long updates;
  private long refused;

  /**
   * @param rows most observations to act on at a time
   */
  QLearning(DqnSpec spec, int rows) {
    settings = spec.settings();
    Training training = settings.training();
    int batch = training.batch();
    Outline outline = spec.outline();
    parameters = spec.initialParameters();
    parametersBefore = new float[parameters.length];
    gradient = new float[parameters.length];
    optimiser = optimiser(training);
    optimiserBefore = optimiser(training);
    values = ActionValues.of(spec, batch);
    draws = new Draws(batch);
    observations = new Batch(batch, 1, spec.inputs());
    nexts = new Batch(batch, 1, spec.inputs());
    nextScores = new float[batch][outline.head().outputs()];
    chooserScores = settings.doubled() ? new float[batch][outline.head().outputs()] : nextScores;
    plan = new Plan(outline, 1, Math.max(batch, rows));
    plan.load(parameters);
    target = new TargetNetwork(settings.target(), outline, parameters, batch);
  }

  private Optimiser optimiser(Training training) {
    Learning learning =
        new Learning(
            training.updater(),
            training.rate(),
            training.schedule(),
            0,
            training.batch(),
            1,
            0,
            List.of(),
            null,
            Learning.Steps.NEWEST,
            training.clipNorm(),
            settings.seed());
    return new Optimiser(learning, parameters.length);
  }

  Plan plan() {
    return plan;
  }

  float[] parameters() {
    return parameters;
  }

  /** Applied. */
  long updates() {
    return updates;
  }

  long refused() {
    return refused;
  }

  /**
   * Makes an update, or refuses it.
   *
   * @param beta how far weights make up for priorities
   */
  void update(ReplayMemory memory, double beta, Generator generator) {
    memory.draw(generator, beta, draws);
    look(memory);
    double loss = plan.gradient(observations, values, draws.weights(), generator, gradient);
    if (!step(loss)) {
      refused++;
      memory.refused(draws);
      return;
    }
    updates++;
    memory.learned(draws, values.errors());
    target.follow(parameters, updates);
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
      plan.predictTogether(nexts, chooserScores);
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
  private boolean step(double loss) {
    double norm = Vectors.norm(gradient);
    if (!(loss <= settings.training().lossBound()) || !Double.isFinite(norm)) {
      return false;
    }
    double most = settings.training().clipNorm();
    if (most > 0 && norm > most) {
      Vectors.scale(gradient, (float) (most / norm));
    }
    System.arraycopy(parameters, 0, parametersBefore, 0, parameters.length);
    optimiser.copyTo(optimiserBefore);
    optimiser.step(parameters, gradient);
    if (!Vectors.within(parameters, BOUND) || !optimiser.finite()) {
      System.arraycopy(parametersBefore, 0, parameters, 0, parameters.length);
      optimiserBefore.copyTo(optimiser);
      return false;
    }
    plan.load(parameters);
    return true;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(updates);
    out.writeLong(refused);
    Vectors.write(parameters, out);
    target.write(out);
    optimiser.write(out, UnaryOperator.identity());
  }

  void read(DataInput in) throws IOException {
    updates = in.readLong();
    refused = in.readLong();
    Vectors.read(parameters, in);
    target.read(in);
    optimiser.read(in, UnaryOperator.identity());
    if (updates < 0 || refused < 0 || !Vectors.within(parameters, BOUND)) {
      throw new IOException(
          "%d updates, %d refused, or parameters beyond their bound found"
              .formatted(updates, refused));
    }
    plan.load(parameters);
  }

  @Override
  public void close() {
    plan.close();
    target.close();
  }
}
