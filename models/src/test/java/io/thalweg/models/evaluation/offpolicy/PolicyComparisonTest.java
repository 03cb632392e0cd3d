package io.thalweg.models.evaluation.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.evaluation.offpolicy.Compared.Choice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyComparisonTest {
  private static final double[] CANDIDATE = {0.1, 0.2, 0.7};
  private static final double[] SERVING = {0.5, 0.4, 0.1};
  private static final Choice SURE = new Choice(1, Double.NaN);
  private static final double[] LOGGING = {0.3, 0.3, 0.4};

  /** A step whose action decides its reward, action + noise, and nothing else. */
  private static Compared step(Random random, boolean modelled) {
    double draw = random.nextDouble();
    int action = draw < 0.3 ? 0 : draw < 0.6 ? 1 : 2;
    double nan = Double.NaN;
    return new Compared(
        action + random.nextGaussian(),
        LOGGING[action],
        new Choice(CANDIDATE[action], modelled ? mean(CANDIDATE) : nan),
        new Choice(SERVING[action], modelled ? mean(SERVING) : nan),
        modelled ? action : nan);
  }

  private static double mean(double[] policy) {
    return policy[1] + 2 * policy[2];
  }

  private static PolicyComparison played(
      double discount, int episodes, int length, boolean modelled) {
    Random random = new Random(episodes + length);
    PolicyComparison comparison = new PolicyComparison(discount, episodes);
    for (int episode = 0; episode < episodes; episode++) {
      comparison.begin(3);
      for (int i = 0; i < length; i++) {
        comparison.add(3, step(random, modelled));
      }
      comparison.end(3);
    }
    return comparison;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6})
  void where_actions_move_nothing_it_finds_the_true_difference(int length) {
    for (boolean modelled : new boolean[] {false, true}) {
      PolicyComparison comparison = played(0.9, 40_000, length, modelled);
      double truth = length * (mean(CANDIDATE) - mean(SERVING));
      Estimate improvement = comparison.improvement();
      assertThat(improvement.value())
          .as("modelled: %s", modelled)
          .isCloseTo(truth, within(4 * improvement.standardError()));
      assertThat(improvement.standardError()).isLessThan(0.05 * length);
      assertThat(comparison.candidate().value())
          .isCloseTo(
              length * mean(CANDIDATE), within(4 * comparison.candidate().standardError() + 0.02));
      assertThat(comparison.logging().value())
          .isCloseTo(length * mean(LOGGING), within(4 * comparison.logging().standardError()));
    }
  }

  @Test
  void intervals_cover_the_truth_as_often_as_they_say() {
    double truth = 5 * (mean(CANDIDATE) - mean(SERVING));
    int covered = 0;
    for (int run = 0; run < 400; run++) {
      Random random = new Random(1_000 + run);
      PolicyComparison comparison = new PolicyComparison(0.5, 100);
      for (int episode = 0; episode < 100; episode++) {
        comparison.begin(0);
        for (int i = 0; i < 5; i++) {
          comparison.add(0, step(random, false));
        }
        comparison.end(0);
      }
      Estimate improvement = comparison.improvement();
      covered += improvement.low() <= truth && truth <= improvement.high() ? 1 : 0;
    }
    assertThat(covered).isBetween(365, 395); // 380 wanted, binomial
  }

  @Test
  void an_episode_is_worth_what_its_definition_says() {
    Random random = new Random(5);
    double discount = 0.8;
    PolicyComparison comparison = new PolicyComparison(discount, 100);
    double sumOfReturns = 0;
    double steps = 0;
    double expected = 0;
    int episodes = 20;
    for (int episode = 0; episode < episodes; episode++) {
      boolean modelled = episode % 2 == 1;
      double baseline = steps == 0 ? 0 : sumOfReturns / steps;
      List<Compared> played = new ArrayList<>();
      comparison.begin(0);
      for (int i = 0; i <= episode % 7; i++) {
        Compared step = step(random, modelled);
        played.add(step);
        comparison.add(0, step);
      }
      comparison.end(0);
      double g = 0;
      for (int i = played.size() - 1; i >= 0; i--) {
        Compared step = played.get(i);
        g = step.reward() + discount * g;
        sumOfReturns += g;
        expected += advantage(step, step.candidate(), g, baseline);
        expected -= advantage(step, step.serving(), g, baseline);
      }
      steps += played.size();
    }
    assertThat(comparison.episodes()).isEqualTo(episodes);
    assertThat(comparison.improvement().value()).isCloseTo(expected / episodes, within(1e-9));
  }

  private static double advantage(Compared step, Choice policy, double g, double baseline) {
    double q = step.modelled() ? step.modelOfTaken() : baseline;
    double v = step.modelled() ? policy.model() : baseline;
    double w = policy.probability() / step.logged();
    return v - q + (w - 1) * (g - q);
  }

  @Test
  void what_was_not_seen_whole_or_has_no_probabilities_does_not_count() {
    Random random = new Random(6);
    PolicyComparison comparison = new PolicyComparison(0.9, 100);
    comparison.add(1, step(random, false)); // its beginning was not seen
    comparison.end(1);
    comparison.begin(1);
    comparison.add(1, step(random, false));
    comparison.interrupt(1);
    comparison.end(1);
    Compared known = step(random, false);
    comparison.begin(2);
    comparison.add(2, new Compared(1, Double.NaN, known.candidate(), known.serving(), Double.NaN));
    comparison.end(2);
    assertThat(comparison.episodes()).isZero();
    assertThat(comparison.improvement().value()).isNaN();
  }

  @Test
  void an_episode_without_end_or_beginning_counts_in_parts() {
    Random random = new Random(7);
    PolicyComparison comparison = new PolicyComparison(0.9, 3);
    comparison.begin(0);
    for (int i = 0; i < 15_000; i++) {
      comparison.add(0, step(random, false));
      comparison.add(1, step(random, false)); // the first 10,000 to see that it has no beginning
    }
    assertThat(comparison.episodes()).isEqualTo(1);
    assertThat(comparison.complete()).isFalse();
    for (int i = 0; i < 6_000; i++) {
      comparison.add(0, step(random, false));
      comparison.add(1, step(random, false));
    }
    assertThat(comparison.complete()).isTrue();
    assertThat(comparison.episodes()).isEqualTo(3);
  }

  @Test
  void an_environment_that_has_gone_silent_is_not_waited_for() {
    Random random = new Random(9);
    PolicyComparison comparison = new PolicyComparison(0.9, 2);
    comparison.begin(0);
    comparison.add(0, step(random, false));
    comparison.begin(1);
    comparison.add(1, step(random, false));
    comparison.end(1);
    assertThat(comparison.complete()).isFalse();
    for (int i = 0; i < 2_001; i++) {
      comparison.add(1, step(random, false));
    }
    assertThat(comparison.complete()).isTrue();
    assertThat(comparison.episodes()).isEqualTo(1);
  }

  /** Half of all episodes have 2 steps and the others 20, whoever acts. */
  @Test
  void long_episodes_count_as_often_as_short_ones() {
    Random random = new Random(10);
    PolicyComparison comparison = new PolicyComparison(0, 64);
    int[] left = new int[64];
    for (int i = 0; !comparison.complete(); i++) {
      int environment = i % 64;
      if (left[environment] == 0) {
        comparison.begin(environment);
        left[environment] = random.nextBoolean() ? 2 : 20;
      }
      comparison.add(environment, new Compared(1, 1, SURE, SURE, Double.NaN));
      if (--left[environment] == 0) {
        comparison.end(environment);
      }
    }
    assertThat(comparison.episodes()).isEqualTo(64);
    assertThat(comparison.logging().value()).isCloseTo(11, within(3.0));
  }

  @Test
  void written_in_the_midst_of_episodes_it_goes_on() throws IOException {
    Random random = new Random(8);
    List<Compared> steps = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      steps.add(step(random, false));
    }
    PolicyComparison whole = new PolicyComparison(0.9, 100);
    feed(whole, steps, 0, 300);
    PolicyComparison first = new PolicyComparison(0.9, 100);
    feed(first, steps, 0, 137);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    first.write(new DataOutputStream(bytes));
    PolicyComparison second = new PolicyComparison(0.9, 100);
    second.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    feed(second, steps, 137, 300);
    assertThat(second.improvement()).isEqualTo(whole.improvement());
    assertThat(second.candidate()).isEqualTo(whole.candidate());
    assertThat(second.episodes()).isEqualTo(whole.episodes()).isPositive();
  }

  /** In turn for two environments, whose episodes have 7 and 10 steps. */
  private static void feed(PolicyComparison comparison, List<Compared> steps, int from, int to) {
    for (int i = from; i < to; i++) {
      int environment = i % 2;
      int length = environment == 0 ? 7 : 10;
      if (i / 2 % length == 0) {
        comparison.begin(environment);
      }
      comparison.add(environment, steps.get(i));
      if (i / 2 % length == length - 1) {
        comparison.end(environment);
      }
    }
  }
}
