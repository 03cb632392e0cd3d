package io.thalweg.models.policies;

import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.Schedule;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.PolicyGradientSettings.Optimisation;
import java.io.Serializable;

/**
 * A contextual bandit whose rewards are a network's function of the context.
 *
 * <p>Epsilon-greedy and softmax choose by the network's outputs. {@link Choice.LinUcb} is
 * neural-linear: each action has a ridge regression on the last hidden layer φ (Riquelme, Tucker
 * and Snoek, "Deep Bayesian bandits showdown", 2018, section 3), and the one of the highest bound
 * θᵀφ(x) + α √(φ(x)ᵀ A⁻¹ φ(x)) is taken (Xu et al., "Neural contextual bandits with deep
 * representation and shallow exploration", 2020, algorithm 1).
 *
 * @param choice how an action is chosen
 * @param ridge how much coefficients on the hidden layer are held near 0, above 0
 * @param capacity transitions remembered, the newest, which network and regressions learn from
 * @param streams that transitions come from
 * @param correctable whether rewards may be corrected later
 * @param seed of initial parameters, of draws from the memory and of actions
 */
public record NeuralBanditSettings(
    Choice choice,
    double ridge,
    int capacity,
    int streams,
    boolean correctable,
    Training training,
    long seed)
    implements Serializable {
  /**
   * When the network learns, and how.
   *
   * @param starts transitions before the first update
   * @param every transitions between two times to learn
   * @param updates each time
   * @param batch transitions of an update, drawn from the memory
   */
  public record Training(long starts, int every, int updates, int batch, Optimisation optimisation)
      implements Serializable {
    public Training {
      if (starts < 0 || every < 1 || updates < 1 || batch < 1 || batch > 1 << 20) {
        throw new IllegalArgumentException(
            "%d transitions, then %d updates of %d every %d found, at least 0, 1, 1 and 1 expected"
                .formatted(starts, updates, batch, every));
      }
    }
  }

  /**
   * As many updates as transitions; the gradient's norm is bounded as in the code of Riquelme et
   * al.
   */
  public static final NeuralBanditSettings DEFAULT =
      new NeuralBanditSettings(
          new Choice.LinUcb(0.1, 0.05),
          1,
          10_000,
          1,
          false,
          new Training(
              0, 100, 100, 64, new Optimisation(Updater.ADAM, 1e-3, Schedule.CONSTANT, 5, 1e12)),
          1);

  public NeuralBanditSettings {
    if (!(ridge > 0 && ridge < 1e12)) {
      throw new IllegalArgumentException("ridge " + ridge + " found, one above 0 expected");
    }
  }

  /** Whether actions are chosen by what regressions on the hidden layer say. */
  boolean bounds() {
    return choice instanceof Choice.LinUcb;
  }

  /** The same with another choice. */
  public NeuralBanditSettings withChoice(Choice other) {
    return new NeuralBanditSettings(other, ridge, capacity, streams, correctable, training, seed);
  }

  /** The same with a memory of other size, filled from so many streams. */
  public NeuralBanditSettings withMemory(int otherCapacity, int otherStreams, boolean mended) {
    return new NeuralBanditSettings(
        choice, ridge, otherCapacity, otherStreams, mended, training, seed);
  }

  /** The same at other times, by other steps. */
  public NeuralBanditSettings withTraining(Training other) {
    return new NeuralBanditSettings(choice, ridge, capacity, streams, correctable, other, seed);
  }

  /** The same from another seed. */
  public NeuralBanditSettings withSeed(long other) {
    return new NeuralBanditSettings(choice, ridge, capacity, streams, correctable, training, other);
  }
}
