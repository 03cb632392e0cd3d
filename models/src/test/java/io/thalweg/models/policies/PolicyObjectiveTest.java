package io.thalweg.models.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.CentralDifferences;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.plan.Objective;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyObjectiveTest {
  private static final double[] SCORES = {0.3, -0.2, 0.5};
  private static final int ACTION = 1;

  /** One row, whose action has this ratio to the probability it was chosen with. */
  private static Minibatch one(double advantage, double ratio) {
    Minibatch minibatch = new Minibatch(1, 1);
    Rollout rollout = new Rollout(1, 1, 1);
    rollout.add(new Transition(new float[1], ACTION, 0, new float[1], true, false), 1, 0);
    minibatch.add(rollout, 0, advantage, 0, 0, Math.log(probability(SCORES) / ratio));
    return minibatch;
  }

  private static double probability(double[] scores) {
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score);
    }
    return Math.exp(scores[ACTION]) / sum;
  }

  /** Equation 7 and the entropy, written down apart. */
  private static double expected(double[] scores, double advantage, double ratioAtFirst) {
    double ratio = ratioAtFirst * probability(scores) / probability(SCORES);
    double clipped = Math.min(Math.max(ratio, 0.8), 1.2);
    double entropy = 0;
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score);
    }
    for (double score : scores) {
      double p = Math.exp(score) / sum;
      entropy -= p * Math.log(p);
    }
    return -Math.min(ratio * advantage, clipped * advantage) - 0.1 * entropy;
  }

  @ParameterizedTest
  @CsvSource({
    // advantage, ratio, whether the surrogate is flat there
    "2, 1.0, false",
    "2, 1.5, true",
    "2, 0.5, false",
    "-2, 1.0, false",
    "-2, 1.5, false",
    "-2, 0.5, true"
  })
  void the_clipped_surrogate_and_its_slope_are_the_papers_on_both_sides(
      double advantage, double ratio, boolean flat) {
    Surrogate clipped = new Surrogate.Clipped(0.2);
    PolicyObjective objective = new PolicyObjective(clipped, 0.1, one(advantage, ratio), 3);
    double[] slopes = SCORES.clone();
    double loss = objective.errors(slopes, 0);
    assertThat(loss).isCloseTo(expected(SCORES, advantage, ratio), within(1e-12));
    double step = 1e-6;
    for (int j = 0; j < 3; j++) {
      double[] above = SCORES.clone();
      above[j] += step;
      double[] below = SCORES.clone();
      below[j] -= step;
      double slope =
          (expected(above, advantage, ratio) - expected(below, advantage, ratio)) / (2 * step);
      assertThat(slopes[j]).as("score %d", j).isCloseTo(slope, within(1e-8));
    }
    PolicyObjective noEntropy = new PolicyObjective(clipped, 0, one(advantage, ratio), 3);
    double[] without = SCORES.clone();
    noEntropy.errors(without, 0);
    assertThat(without[ACTION] == 0).isEqualTo(flat);
    assertThat(objective.clippedShare(1)).isEqualTo(ratio == 1 ? 0 : 1);
    assertThat(objective.meanDivergence(1)).isCloseTo(ratio - 1 - Math.log(ratio), within(1e-12));
  }

  @Test
  void the_plain_surrogate_is_the_log_likelihood_whatever_was_logged() {
    for (double ratio : new double[] {0.1, 1, 10}) {
      Surrogate plain = new Surrogate.LogLikelihood();
      PolicyObjective objective = new PolicyObjective(plain, 0, one(-1.5, ratio), 3);
      double[] slopes = SCORES.clone();
      assertThat(objective.errors(slopes, 0))
          .isCloseTo(1.5 * Math.log(probability(SCORES)), within(1e-12));
      assertThat(slopes[ACTION]).isCloseTo(1.5 * (1 - probability(SCORES)), within(1e-12));
    }
  }

  /** With empty rows too, and ratios away from the corners, where there is no slope. */
  @ParameterizedTest
  @ValueSource(ints = {8, 12})
  void the_gradient_of_networks_is_the_slope_of_the_mean_loss(int rows) {
    PolicySpec spec = new PolicySpec(new FeedForward(List.of(5), Activation.TANH, 0), 3, 3, 4);
    Random random = new Random(6);
    Minibatch minibatch = new Minibatch(rows, 3);
    Rollout rollout = new Rollout(8, 3, 1);
    for (int row = 0; row < 8; row++) {
      float[] place = {
        (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()
      };
      rollout.add(new Transition(place, row % 3, 0, place, true, false), 1, 0);
      // The policy begins with a third for each action.
      double ratio = new double[] {0.5, 1, 1.6}[row / 3];
      double advantage = row % 2 == 0 ? 1.5 : -0.7;
      minibatch.add(rollout, row, advantage, row * 0.3, 0, Math.log(1 / 3.0 / ratio));
    }
    minibatch.fill(rows);
    try (Plan policy = new Plan(spec.outline(), 1, rows);
        Plan values = new Plan(spec.valueOutline(), 1, rows)) {
      PolicyObjective objective =
          new PolicyObjective(new Surrogate.Clipped(0.2), 0.3, minibatch, 3);
      assertSlope(policy, spec.initialParameters(), minibatch, objective);
      for (double clip : new double[] {Double.POSITIVE_INFINITY, 0.2}) {
        ValueObjective loss = new ValueObjective(0.5, clip, minibatch);
        assertSlope(values, spec.initialValueParameters(), minibatch, loss);
      }
    }
  }

  /** Detail 9 of Huang et al. (2022), written down apart. */
  private static double clippedLoss(double value, double before, double returned) {
    double clipped = before + Math.max(-0.2, Math.min(0.2, value - before));
    return 0.5 * 0.5 * Math.max(Math.pow(value - returned, 2), Math.pow(clipped - returned, 2));
  }

  @ParameterizedTest
  @CsvSource({
    // value, before, return, whether the loss is flat there
    "0.1, 0, 1, false",
    "0.5, 0, 1, true",
    "0.5, 0, -1, false",
    "-0.5, 0, -1, true",
    "-0.5, 0, 1, false",
    "0.5, 0, 0.4, true",
    "0.5, 0, 0.3, false"
  })
  void a_value_that_went_far_is_drawn_no_further_as_the_baselines_clip_it(
      double value, double before, double returned, boolean flat) {
    Minibatch minibatch = new Minibatch(1, 1);
    Rollout rollout = new Rollout(1, 1, 1);
    rollout.add(new Transition(new float[1], ACTION, 0, new float[1], true, false), 1, 0);
    minibatch.add(rollout, 0, 0, returned, before, 0);
    ValueObjective objective = new ValueObjective(0.5, 0.2, minibatch);
    double[] slope = {value};
    assertThat(objective.errors(slope, 0))
        .isCloseTo(clippedLoss(value, before, returned), within(1e-12));
    double step = 1e-6;
    double expected =
        (clippedLoss(value + step, before, returned) - clippedLoss(value - step, before, returned))
            / (2 * step);
    assertThat(slope[0]).isCloseTo(expected, within(1e-8));
    assertThat(slope[0] == 0).isEqualTo(flat);
    assertThat(objective.meanLoss(1))
        .isCloseTo(clippedLoss(value, before, returned) / 0.5, within(1e-12));
    double[] free = {value};
    new ValueObjective(0.5, Double.POSITIVE_INFINITY, minibatch).errors(free, 0);
    assertThat(free[0]).isEqualTo(0.5 * (value - returned));
  }

  private static void assertSlope(
      Plan plan, float[] parameters, Minibatch minibatch, Objective loss) {
    float[] gradient = new float[parameters.length];
    float[] scratch = new float[parameters.length];
    Generator none = new Generator(1);
    plan.load(parameters);
    plan.gradient(minibatch.observations(), loss, minibatch.weights(), none, gradient);
    CentralDifferences.assertSlope(
        gradient,
        parameters,
        IntStream.range(0, parameters.length),
        moved -> {
          plan.load(moved);
          return plan.gradient(minibatch.observations(), loss, minibatch.weights(), none, scratch);
        });
    assertThat(gradient).isNotEqualTo(new float[gradient.length]);
  }

  @Test
  void advantages_are_standardised_in_a_minibatch_but_for_a_single_one() {
    Minibatch single = one(7, 1);
    single.normalise();
    assertThat(single.advantage(0)).isEqualTo(7);
    Minibatch minibatch = new Minibatch(3, 1);
    Rollout rollout = new Rollout(1, 1, 1);
    rollout.add(new Transition(new float[1], 0, 0, new float[1], true, false), 1, 0);
    for (double advantage : new double[] {1, 2, 6}) {
      minibatch.add(rollout, 0, advantage, 0, 0, 0);
    }
    minibatch.normalise();
    // Mean 3, deviation √((4 + 1 + 9) / 2).
    assertThat(minibatch.advantage(0)).isCloseTo(-2 / Math.sqrt(7), within(1e-7));
    assertThat(minibatch.advantage(2)).isCloseTo(3 / Math.sqrt(7), within(1e-7));
  }
}
