package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.replay.Draws;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Plan;
import java.util.Arrays;

/** Transitions, each by itself (Mnih et al., 2015, algorithm 1). */
final class SingleSteps implements Examples {
  private final ActionValues values;
  private final Batch observations;
  private final Batch nexts;
  private final boolean doubled;
  private final float[][] nextScores;
  private final float[][] chooserScores;

  SingleSteps(DqnSpec spec) {
    int batch = spec.settings().training().batch();
    int outputs = ActionValues.layout(spec).outputs();
    values = ActionValues.of(spec, batch);
    observations = new Batch(batch, 1, spec.inputs());
    nexts = new Batch(batch, 1, spec.inputs());
    doubled = spec.settings().doubled();
    nextScores = new float[batch][outputs];
    chooserScores = doubled ? new float[batch][outputs] : nextScores;
  }

  @Override
  public void look(ReplayMemory memory, Draws draws, Plan network, TargetNetwork target) {
    observations.clear();
    nexts.clear();
    for (int i = 0; i < draws.count(); i++) {
      memory.addObservation(draws.slot(i), observations);
      memory.addNext(draws.slot(i), nexts);
    }
    target.predict(nexts, nextScores);
    if (doubled) {
      network.predictTogether(nexts, chooserScores);
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

  @Override
  public Batch observations() {
    return observations;
  }

  @Override
  public double errors(double[] scores, int row) {
    return values.errors(scores, row);
  }

  @Override
  public double mean() {
    double sum = 0;
    for (int row = 0; row < observations.count(); row++) {
      sum += values.said(row);
    }
    return sum / observations.count();
  }

  @Override
  public double error() {
    return Arrays.stream(values.errors()).map(Math::abs).average().orElse(0);
  }

  @Override
  public double[] errors() {
    return values.errors();
  }
}
