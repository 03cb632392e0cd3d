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

/** Chooses actions by what their arms say; the draw is a function of seed and moment. */
final class BanditDecisions implements Policy {
  private final BanditSettings settings;
  private final Choice choice;
  private final Softmax softmax;
  private final double[] x;
  private final double[] scores;
  private final double[] probabilities;
  private LinearArms arms;
  private long version;

  /**
   * @param choice how; the settings' own, or another
   */
  BanditDecisions(BanditSettings settings, Choice choice, LinearArms arms) {
    this.settings = settings;
    this.choice = choice;
    this.arms = arms;
    softmax = new Softmax(settings.actions());
    x = new double[settings.width()];
    scores = new double[settings.actions()];
    probabilities = new double[settings.actions()];
  }

  void become(long newVersion, LinearArms newArms) {
    version = newVersion;
    arms = newArms;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public void decide(Batch observations, Moment[] moments, Decision[] decisions) {
    requireInputs(observations);
    for (int row = 0; row < observations.count(); row++) {
      decisions[row] = decide(observations, row, moments[row]);
    }
  }

  void consider(Batch observations, Preferences[] preferences) {
    requireInputs(observations);
    for (int row = 0; row < observations.count(); row++) {
      weigh(observations, row, preferences[row].values());
      System.arraycopy(probabilities, 0, preferences[row].probabilities(), 0, probabilities.length);
    }
  }

  private void requireInputs(Batch observations) {
    if (observations.inputs() != settings.inputs()) {
      throw new IllegalArgumentException(
          "contexts of %d numbers found, %d expected"
              .formatted(observations.inputs(), settings.inputs()));
    }
  }

  /** Fills a context's numbers, and the 1 of the intercept. */
  static void context(float[] numbers, int offset, BanditSettings settings, double[] x) {
    for (int i = 0; i < settings.inputs(); i++) {
      x[i] = numbers[offset + i];
    }
    if (settings.intercept()) {
      x[settings.inputs()] = 1;
    }
  }

  private Decision decide(Batch observations, int row, Moment moment) {
    float[] estimates = new float[scores.length];
    weigh(observations, row, estimates);
    double uniform =
        CounterDraws.uniform(
            settings.seed(), moment.environment(), moment.episode(), moment.step(), 0);
    int action = Softmax.draw(probabilities, uniform);
    return new Decision(action, probabilities[action], estimates);
  }

  /** Fills the estimates of a row and the probabilities. */
  private void weigh(Batch observations, int row, float[] estimates) {
    int offset = observations.offset(row, observations.steps() - 1);
    context(observations.values(), offset, settings, x);
    for (int action = 0; action < scores.length; action++) {
      scores[action] = arms.estimate(action, x);
      estimates[action] = (float) scores[action];
    }
    choose();
  }

  /** Fills the probabilities. */
  private void choose() {
    if (choice instanceof EpsilonGreedy greedy) {
      preferBest(greedy.epsilon());
    } else if (choice instanceof LinUcb bound) {
      for (int action = 0; action < scores.length; action++) {
        scores[action] += bound.alpha() * arms.doubt(action, x);
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
