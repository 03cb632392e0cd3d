package io.thalweg.models.policies;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.agents.Preferences;
import io.thalweg.models.features.Batch;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.BanditSettings.Choice.Boltzmann;
import io.thalweg.models.policies.BanditSettings.Choice.EpsilonGreedy;
import io.thalweg.models.policies.BanditSettings.Choice.LinUcb;
import io.thalweg.models.random.CounterDraws;
import java.util.Arrays;

/** Chooses actions by estimated rewards; the draw is a function of seed and moment. */
final class BanditDecisions implements Policy {
  private final int inputs;
  private final long seed;
  private final Choice choice;
  private final Estimates estimates;
  private final Softmax softmax;
  private final double[] scores;
  private final double[] probabilities;
  private long version;

  /**
   * @param estimates of the newest version
   */
  BanditDecisions(int inputs, int actions, long seed, Choice choice, Estimates estimates) {
    this.inputs = inputs;
    this.seed = seed;
    this.choice = choice;
    this.estimates = estimates;
    softmax = new Softmax(actions);
    scores = new double[actions];
    probabilities = new double[actions];
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
    look(observations);
    for (int row = 0; row < observations.count(); row++) {
      estimates.turnTo(row);
      decisions[row] = decide(moments[row]);
    }
  }

  void consider(Batch observations, Preferences[] preferences) {
    look(observations);
    for (int row = 0; row < observations.count(); row++) {
      estimates.turnTo(row);
      weigh(preferences[row].values());
      System.arraycopy(probabilities, 0, preferences[row].probabilities(), 0, probabilities.length);
    }
  }

  private void look(Batch observations) {
    if (observations.inputs() != inputs) {
      throw new IllegalArgumentException(
          "contexts of %d numbers found, %d expected".formatted(observations.inputs(), inputs));
    }
    estimates.look(observations);
  }

  private Decision decide(Moment moment) {
    float[] values = new float[scores.length];
    weigh(values);
    double uniform =
        CounterDraws.uniform(seed, moment.environment(), moment.episode(), moment.step(), 0);
    int action = Softmax.draw(probabilities, uniform);
    return new Decision(action, probabilities[action], values);
  }

  /** Fills the values of the row and the probabilities. */
  private void weigh(float[] values) {
    for (int action = 0; action < scores.length; action++) {
      scores[action] = estimates.estimate(action);
      values[action] = (float) scores[action];
    }
    choose();
  }

  /** Fills the probabilities. */
  private void choose() {
    if (choice instanceof EpsilonGreedy greedy) {
      preferBest(greedy.epsilon());
    } else if (choice instanceof LinUcb bound) {
      for (int action = 0; action < scores.length; action++) {
        scores[action] += bound.alpha() * estimates.doubt(action);
      }
      preferBest(bound.floor());
    } else if (choice instanceof Boltzmann boltzmann) {
      for (int action = 0; action < scores.length; action++) {
        scores[action] /= boltzmann.temperature();
      }
      softmax.of(scores);
      for (int action = 0; action < scores.length; action++) {
        probabilities[action] = softmax.probability(action);
      }
    }
  }

  /** The first of the highest scores, but for a share that all have alike. */
  private void preferBest(double share) {
    int best = 0;
    for (int action = 1; action < scores.length; action++) {
      best = scores[action] > scores[best] ? action : best;
    }
    Arrays.fill(probabilities, share / scores.length);
    probabilities[best] += 1 - share;
  }
}
