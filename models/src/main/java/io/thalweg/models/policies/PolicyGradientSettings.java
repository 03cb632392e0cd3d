package io.thalweg.models.policies;

import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.Optimiser;
import io.thalweg.models.learning.Schedule;
import java.io.Serializable;

/**
 * How an agent learns a policy from rollouts. Names are CleanRL's.
 *
 * @param streams environments that transitions come from, at least 1 ({@code num_envs})
 * @param gamma discount of a step, in [0, 1]
 * @param gaeLambda λ of the advantages (Schulman et al., 2016), in [0, 1]: 1 is the whole return
 * @param normAdv whether advantages are standardised in each minibatch
 * @param timeDiscount whether an action counts γᵗ at step t of its episode (Sutton and Barto, 2018,
 *     13.3)
 * @param updateEpochs times that a rollout is learned, at least 1
 * @param numMinibatches parts that it is learned in, at least 1; shuffled anew each time
 * @param entCoef how much the entropy of the policy counts, at least 0
 * @param vfCoef how much half the squared error of the values counts, at least 0
 * @param clipVloss whether a value is bounded to within the surrogate's ε of what it was before the
 *     rollout was learned, where that makes its error no smaller (Huang et al., "The 37
 *     implementation details of proximal policy optimization", 2022, detail 9); with a clipped
 *     surrogate only
 * @param targetKl an estimated divergence from the policy that acted, beyond which a rollout is not
 *     learned once more; 0: none
 */
public record PolicyGradientSettings(
    Rollouts rollouts,
    int streams,
    double gamma,
    double gaeLambda,
    Surrogate surrogate,
    boolean normAdv,
    boolean timeDiscount,
    int updateEpochs,
    int numMinibatches,
    double entCoef,
    double vfCoef,
    boolean clipVloss,
    double targetKl,
    Optimisation optimisation)
    implements Serializable {
  /**
   * Steps along the gradient, of both networks at once.
   *
   * @param learningRate above 0
   * @param maxGradNorm bound of the gradient's L2 norm, over both networks (Pascanu et al., 2013);
   *     0: none
   * @param lossBound an update with a loss beyond it, either way, is refused
   */
  public record Optimisation(
      Updater updater, double learningRate, Schedule schedule, double maxGradNorm, double lossBound)
      implements Serializable {
    public Optimisation {
      require(learningRate > 0 && learningRate < 1e6, "learning rate", learningRate, "above 0");
      require(maxGradNorm >= 0, "norm", maxGradNorm, "at least 0");
      require(lossBound > 0, "loss bound", lossBound, "above 0");
    }

    Optimiser optimiser(int size) {
      return new Optimiser(updater, learningRate, schedule, Learning.WEIGHT_DECAY, size);
    }
  }

  private static final double LOSS_BOUND = 1e12;

  /**
   * Proximal policy optimisation, as CleanRL's {@code ppo.py} has it, but for its annealed rate and
   * its clipped loss of values, which did not help where it was measured (Engstrom et al.,
   * "Implementation matters in deep policy gradients", 2020; Andrychowicz et al., "What matters for
   * on-policy deep actor-critic methods?", 2021, section 3.4).
   */
  public static final PolicyGradientSettings PPO =
      new PolicyGradientSettings(
          new Rollouts.Steps(128),
          4,
          0.99,
          0.95,
          new Surrogate.Clipped(0.2),
          true,
          false,
          4,
          4,
          0.01,
          0.5,
          false,
          0,
          new Optimisation(Updater.ADAM, 2.5e-4, Schedule.CONSTANT, 0.5, LOSS_BOUND));

  /**
   * Advantage actor-critic (Mnih et al., 2016), synchronous, as Stable-Baselines3 has it; its value
   * loss is a whole square, therefore twice the coefficient.
   */
  public static final PolicyGradientSettings A2C =
      new PolicyGradientSettings(
          new Rollouts.Steps(5),
          4,
          0.99,
          1,
          new Surrogate.LogLikelihood(),
          false,
          false,
          1,
          1,
          0,
          1,
          false,
          0,
          new Optimisation(Updater.RMSPROP, 7e-4, Schedule.CONSTANT, 0.5, LOSS_BOUND));

  /**
   * REINFORCE with baseline (Sutton and Barto, 2018, 13.4), one step per episode on the mean over
   * its steps.
   */
  public static final PolicyGradientSettings REINFORCE =
      new PolicyGradientSettings(
          new Rollouts.Episodes(1, 10_000),
          1,
          0.99,
          1,
          new Surrogate.LogLikelihood(),
          false,
          true,
          1,
          1,
          0,
          1,
          false,
          0,
          new Optimisation(Updater.ADAM, 1e-3, Schedule.CONSTANT, 0, LOSS_BOUND));

  /** Sizes beyond these are a mistake. */
  private static final int MOST = 1 << 24;

  public PolicyGradientSettings {
    require(streams >= 1 && streams <= MOST, "streams", streams, "1 to " + MOST);
    long rows = rollouts instanceof Rollouts.Steps s ? (long) s.numSteps() * streams : 1;
    require(rows <= MOST, "transitions of a rollout", (double) rows, "at most " + MOST);
    require(gamma >= 0 && gamma <= 1, "gamma", gamma, "0 to 1");
    require(gaeLambda >= 0 && gaeLambda <= 1, "lambda", gaeLambda, "0 to 1");
    require(updateEpochs >= 1, "epochs", updateEpochs, "at least 1");
    require(numMinibatches >= 1, "minibatches", numMinibatches, "at least 1");
    require(entCoef >= 0 && entCoef < 1e6, "entropy coefficient", entCoef, "at least 0");
    require(vfCoef >= 0 && vfCoef < 1e6, "value coefficient", vfCoef, "at least 0");
    require(targetKl >= 0, "target divergence", targetKl, "at least 0");
    if (clipVloss && !(surrogate instanceof Surrogate.Clipped)) {
      throw new IllegalArgumentException(
          "clipped loss of values with %s found, a clipped surrogate expected"
              .formatted(surrogate));
    }
  }

  private static void require(boolean right, String what, double found, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          "%s %s found, %s expected".formatted(what, found, expected));
    }
  }

  /** How far a value may go from what it was. */
  double valueClip() {
    return clipVloss && surrogate instanceof Surrogate.Clipped clipped
        ? clipped.clipCoef()
        : Double.POSITIVE_INFINITY;
  }

  int capacity() {
    return rollouts.capacity(streams);
  }

  /** Rows of a minibatch of a rollout of so many transitions. */
  int minibatch(int transitions) {
    return (transitions + numMinibatches - 1) / numMinibatches;
  }

  /** The same with other rollouts, from so many streams. */
  public PolicyGradientSettings withRollouts(Rollouts other, int otherStreams) {
    return with(other, otherStreams, gamma, gaeLambda, entCoef, clipVloss, targetKl, optimisation);
  }

  /** The same with another discount and λ. */
  public PolicyGradientSettings withReturns(double otherGamma, double otherLambda) {
    return with(
        rollouts, streams, otherGamma, otherLambda, entCoef, clipVloss, targetKl, optimisation);
  }

  /** The same with another weight of the entropy. */
  public PolicyGradientSettings withEntCoef(double other) {
    return with(rollouts, streams, gamma, gaeLambda, other, clipVloss, targetKl, optimisation);
  }

  /** The same with values that are clipped, or not. */
  public PolicyGradientSettings withClipVloss(boolean other) {
    return with(rollouts, streams, gamma, gaeLambda, entCoef, other, targetKl, optimisation);
  }

  /** The same with another divergence to stop at. */
  public PolicyGradientSettings withTargetKl(double other) {
    return with(rollouts, streams, gamma, gaeLambda, entCoef, clipVloss, other, optimisation);
  }

  /** The same by other steps. */
  public PolicyGradientSettings withOptimisation(Optimisation other) {
    return with(rollouts, streams, gamma, gaeLambda, entCoef, clipVloss, targetKl, other);
  }

  private PolicyGradientSettings with(
      Rollouts newRollouts,
      int newStreams,
      double newGamma,
      double newLambda,
      double newEntCoef,
      boolean newClipVloss,
      double newTargetKl,
      Optimisation newOptimisation) {
    return new PolicyGradientSettings(
        newRollouts,
        newStreams,
        newGamma,
        newLambda,
        surrogate,
        normAdv,
        timeDiscount,
        updateEpochs,
        numMinibatches,
        newEntCoef,
        vfCoef,
        newClipVloss,
        newTargetKl,
        newOptimisation);
  }
}
