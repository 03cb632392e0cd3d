package io.thalweg.jobs.train;

import io.thalweg.environments.Environments;
import io.thalweg.environments.Inputs;
import io.thalweg.environments.VectorEnvironment;
import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.agents.Recent;
import io.thalweg.models.features.Batch;
import java.util.Arrays;

/**
 * Episodes by the greedy policy, in environments of their own: the first episode of each, so that
 * short ones do not count more often.
 */
public final class GreedyEvaluation implements AutoCloseable {
  /** Of episodes that have no limit of their own. */
  private static final int LONGEST = 10_000;

  private final VectorEnvironment vector;
  private final Inputs inputs;
  private final PublishedPolicy policy;
  private final Recent recent;
  private final Batch batch;
  private final Decision[] decisions;
  private final Moment[] moments;
  private final float[] actions;
  private final float[] encoded;

  /**
   * @param policy greedy, for as many observations at a time as there are episodes; closed with
   *     this
   * @param seed of the environments
   */
  public GreedyEvaluation(
      Environments.Entry world, PublishedPolicy policy, int episodes, long seed) {
    vector = new VectorEnvironment(world::make, episodes, seed);
    inputs = Inputs.of(vector.observationSpace());
    this.policy = policy;
    recent = new Recent(episodes, policy.steps(), inputs.size());
    batch = new Batch(episodes, policy.steps(), inputs.size());
    decisions = new Decision[episodes];
    moments = new Moment[episodes];
    Arrays.fill(moments, new Moment(0, 0, 0)); // nothing is random here
    actions = new float[episodes];
    encoded = new float[inputs.size()];
  }

  /**
   * Plays; an episode that has no end of its own is left after 10,000 steps.
   *
   * @param published what an agent's {@code policy()} gave
   * @return mean return
   */
  public double meanReturn(byte[] published) {
    policy.load(published);
    vector.reset();
    for (int i = 0; i < vector.count(); i++) {
      recent.forget(i);
    }
    boolean[] over = new boolean[vector.count()];
    int left = over.length;
    double sum = 0;
    for (int step = 0; step < LONGEST && left > 0; step++) {
      act();
      for (int i = 0; i < over.length; i++) {
        boolean ends = vector.terminated()[i] || vector.truncated()[i];
        if (ends) {
          recent.forget(i);
        }
        if (!over[i]) {
          sum += vector.rewards()[i];
          over[i] = ends;
          left -= ends ? 1 : 0;
        }
      }
    }
    return sum / over.length;
  }

  private void act() {
    batch.clear();
    for (int i = 0; i < actions.length; i++) {
      inputs.encode(vector.observations(), i, encoded);
      recent.add(i, encoded);
      recent.addTo(batch, i);
    }
    policy.decide(batch, moments, decisions);
    for (int i = 0; i < actions.length; i++) {
      actions[i] = decisions[i].action();
    }
    vector.step(actions);
  }

  @Override
  public void close() {
    policy.close();
  }
}
