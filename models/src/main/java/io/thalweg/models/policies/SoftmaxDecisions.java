package io.thalweg.models.policies;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.agents.Preferences;
import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.CounterDraws;
import java.util.Arrays;

/** Draws actions from a softmax over a plan's scores; the draw is a function of seed and moment. */
final class SoftmaxDecisions implements Policy {
  private final long seed;
  private final Plan plan;
  private final boolean greedy;
  private final Softmax softmax;
  private final float[][] scores;
  private long version;

  /**
   * @param plan with the newest parameters loaded
   * @param rows most observations at a time
   * @param greedy whether the likeliest action is taken always
   */
  SoftmaxDecisions(PolicySpec spec, Plan plan, int rows, boolean greedy) {
    seed = spec.seed();
    this.plan = plan;
    this.greedy = greedy;
    softmax = new Softmax(spec.actions());
    scores = new float[rows][spec.actions()];
  }

  void become(long newVersion) {
    version = newVersion;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public void decide(Batch observations, Moment[] moments, Decision[] decisions) {
    predict(observations);
    for (int row = 0; row < observations.count(); row++) {
      softmax.of(scores[row]);
      decisions[row] = greedy ? likeliest() : drawn(moments[row]);
    }
  }

  void consider(Batch observations, Preferences[] preferences) {
    predict(observations);
    for (int row = 0; row < observations.count(); row++) {
      softmax.of(scores[row]);
      double[] probabilities = preferences[row].probabilities();
      for (int action = 0; action < probabilities.length; action++) {
        probabilities[action] = greedy ? 0 : softmax.probability(action);
      }
      if (greedy) {
        probabilities[softmax.best()] = 1;
      }
      Arrays.fill(preferences[row].values(), Float.NaN);
    }
  }

  private void predict(Batch observations) {
    if (observations.count() > scores.length) {
      throw new IllegalArgumentException(
          "%d observations found, at most %d expected"
              .formatted(observations.count(), scores.length));
    }
    plan.predict(observations, scores);
  }

  private Decision likeliest() {
    return new Decision(softmax.best(), 1, softmax.probabilities());
  }

  private Decision drawn(Moment moment) {
    double uniform =
        CounterDraws.uniform(seed, moment.environment(), moment.episode(), moment.step(), 0);
    int action = softmax.draw(uniform);
    return new Decision(action, softmax.probability(action), softmax.probabilities());
  }
}
