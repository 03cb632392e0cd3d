package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.agents.Preferences;
import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.CounterDraws;
import java.util.Arrays;

/**
 * Takes the action of the highest value; a share epsilon of the time, one that is drawn from all
 * alike. The draws are a function of seed and moment, and epsilon one of the version.
 */
final class EpsilonGreedy implements Policy {
  private final long seed;
  private final int actions;
  private final int steps;
  private final Plan plan;
  private final ActionValues values;
  private final float[][] scores;
  private double epsilon;
  private long version;

  /**
   * @param plan with the newest parameters loaded
   * @param rows most observations at a time
   */
  EpsilonGreedy(DqnSpec spec, Plan plan, int rows) {
    seed = spec.settings().seed();
    actions = spec.actions();
    steps = spec.settings().window();
    this.plan = plan;
    values = ActionValues.of(spec, 0);
    scores = new float[rows][ActionValues.layout(spec).outputs()];
    epsilon = spec.settings().exploration().epsilon(0);
  }

  void become(long newVersion, double newEpsilon) {
    version = newVersion;
    epsilon = newEpsilon;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public int steps() {
    return steps;
  }

  double epsilon() {
    return epsilon;
  }

  @Override
  public void decide(Batch observations, Moment[] moments, Decision[] decisions) {
    predict(observations);
    for (int row = 0; row < observations.count(); row++) {
      decisions[row] = decide(scores[row], moments[row]);
    }
  }

  void consider(Batch observations, Preferences[] preferences) {
    predict(observations);
    for (int row = 0; row < observations.count(); row++) {
      float[] ofActions = preferences[row].values();
      values.values(scores[row], ofActions);
      Arrays.fill(preferences[row].probabilities(), epsilon / actions);
      preferences[row].probabilities()[ActionValues.best(ofActions)] += 1 - epsilon;
    }
  }

  private void predict(Batch observations) {
    if (observations.count() > scores.length) {
      throw new IllegalArgumentException(
          "%d observations found, at most %d expected"
              .formatted(observations.count(), scores.length));
    }
    if (observations.steps() < steps) {
      throw new IllegalArgumentException(
          "windows of %d observations found, of %d expected"
              .formatted(observations.steps(), steps));
    }
    plan.predict(observations, scores);
  }

  private Decision decide(float[] found, Moment moment) {
    float[] ofActions = new float[actions];
    values.values(found, ofActions);
    int best = ActionValues.best(ofActions);
    int action = draw(moment, 0) < epsilon ? (int) (draw(moment, 1) * actions) : best;
    double probability = epsilon / actions + (action == best ? 1 - epsilon : 0);
    return new Decision(action, probability, ofActions);
  }

  private double draw(Moment moment, int index) {
    return CounterDraws.uniform(seed, moment.environment(), moment.episode(), moment.step(), index);
  }
}
