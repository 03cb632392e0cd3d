package io.thalweg.models.evaluation.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OffPolicyEvaluationTest {
  /** Of each action, the chance of a reward of 1. */
  private static final double[] CHANCES = {0.2, 0.5, 0.9};

  private static final double[] LOGGING = {0.6, 0.3, 0.1};
  private static final double[] TARGET = {0.1, 0.2, 0.7};
  private static final double VALUE = 0.1 * 0.2 + 0.2 * 0.5 + 0.7 * 0.9;

  /**
   * @param model of an action's reward
   */
  private static OffPolicyEvaluation simulated(long seed, int count, DoubleUnaryOperator model) {
    Random random = new Random(seed);
    OffPolicyEvaluation evaluation = new OffPolicyEvaluation();
    double expected = 0;
    for (int action = 0; action < 3; action++) {
      expected += TARGET[action] * model.applyAsDouble(action);
    }
    for (int i = 0; i < count; i++) {
      double draw = random.nextDouble();
      int action = draw < 0.6 ? 0 : draw < 0.9 ? 1 : 2;
      double reward = random.nextDouble() < CHANCES[action] ? 1 : 0;
      evaluation.add(
          new Decided(
              reward, LOGGING[action], TARGET[action], model.applyAsDouble(action), expected));
    }
    return evaluation;
  }

  private static double right(double action) {
    return CHANCES[(int) action];
  }

  private static double wrong(double action) {
    return 1 - action / 2;
  }

  @Test
  void all_estimates_of_a_long_log_are_near_the_true_value() {
    OffPolicyEvaluation evaluation = simulated(1, 200_000, OffPolicyEvaluationTest::wrong);
    assertThat(evaluation.ips().value()).isCloseTo(VALUE, within(0.02));
    assertThat(evaluation.selfNormalised().value()).isCloseTo(VALUE, within(0.02));
    assertThat(evaluation.doublyRobust().value()).isCloseTo(VALUE, within(0.02));
    assertThat(evaluation.logging().value()).isCloseTo(0.36, within(0.01));
    assertThat(evaluation.decisions()).isEqualTo(200_000);
  }

  @Test
  void intervals_hold_the_true_value_as_often_as_they_say() {
    assertThat(covered(OffPolicyEvaluation::ips)).isBetween(0.92, 0.98);
    assertThat(covered(OffPolicyEvaluation::selfNormalised)).isBetween(0.92, 0.98);
    assertThat(covered(OffPolicyEvaluation::doublyRobust)).isBetween(0.92, 0.98);
  }

  private static double covered(Function<OffPolicyEvaluation, Estimate> estimate) {
    int held = 0;
    for (int seed = 0; seed < 600; seed++) {
      Estimate found = estimate.apply(simulated(seed, 2_000, OffPolicyEvaluationTest::wrong));
      held += found.low() <= VALUE && VALUE <= found.high() ? 1 : 0;
    }
    return held / 600.0;
  }

  @Test
  void a_good_model_makes_the_doubly_robust_interval_narrower_and_a_bad_one_not_wrong() {
    OffPolicyEvaluation good = simulated(3, 5_000, OffPolicyEvaluationTest::right);
    OffPolicyEvaluation bad = simulated(3, 5_000, OffPolicyEvaluationTest::wrong);
    assertThat(good.doublyRobust().standardError())
        .isLessThan(good.ips().standardError())
        .isLessThan(bad.doublyRobust().standardError());
    assertThat(bad.doublyRobust().value())
        .isCloseTo(VALUE, within(4 * bad.doublyRobust().standardError()));
  }

  @Test
  void small_case_by_hand() {
    OffPolicyEvaluation evaluation = new OffPolicyEvaluation();
    evaluation.add(new Decided(1, 0.5, 1, 0.8, 0.8)); // w = 2
    evaluation.add(new Decided(4, 0.8, 0.4, 3, 0.8)); // w = 0.5
    assertThat(evaluation.ips().value()).isCloseTo(2, within(1e-12)); // (2 + 2) / 2
    assertThat(evaluation.ips().standardError()).isCloseTo(0, within(1e-12));
    assertThat(evaluation.selfNormalised().value()).isCloseTo(1.6, within(1e-12)); // 4 / 2.5
    // Σ w² (r − 1.6)² = 4 × 0.36 + 0.25 × 5.76 = 2.88
    assertThat(evaluation.selfNormalised().standardError())
        .isCloseTo(Math.sqrt(2.88) / 2.5, within(1e-12));
    // 0.8 + 2 × 0.2 = 1.2; 0.8 + 0.5 × 1 = 1.3
    assertThat(evaluation.doublyRobust().value()).isCloseTo(1.25, within(1e-12));
    assertThat(evaluation.doublyRobust().standardError()).isCloseTo(0.05, within(1e-12));
    assertThat(evaluation.effectiveDecisions()).isCloseTo(6.25 / 4.25, within(1e-12));
    assertThat(evaluation.ips().high() - evaluation.ips().low()).isCloseTo(0, within(1e-12));
  }

  @Test
  void self_normalised_estimate_moves_with_the_zero_of_rewards() {
    OffPolicyEvaluation here = new OffPolicyEvaluation();
    OffPolicyEvaluation there = new OffPolicyEvaluation();
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      double p = 0.1 + 0.9 * random.nextDouble();
      double q = random.nextDouble();
      double r = random.nextGaussian();
      here.add(new Decided(r, p, q));
      there.add(new Decided(r + 1e6, p, q));
    }
    assertThat(there.selfNormalised().value() - here.selfNormalised().value())
        .isCloseTo(1e6, within(1e-6));
    assertThat(there.selfNormalised().standardError())
        .isCloseTo(here.selfNormalised().standardError(), within(1e-6));
    assertThat(here.doublyRobust().value()).isNaN();
  }

  @Test
  void goes_on_from_what_was_written() throws IOException {
    OffPolicyEvaluation whole = simulated(7, 1_000, OffPolicyEvaluationTest::right);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    whole.write(new DataOutputStream(bytes));
    OffPolicyEvaluation read = new OffPolicyEvaluation();
    read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    for (OffPolicyEvaluation evaluation : new OffPolicyEvaluation[] {whole, read}) {
      evaluation.add(new Decided(3, 0.5, 0.25, 1, 2));
    }
    assertThat(read.ips()).isEqualTo(whole.ips());
    assertThat(read.selfNormalised()).isEqualTo(whole.selfNormalised());
    assertThat(read.doublyRobust()).isEqualTo(whole.doublyRobust());
  }

  @Test
  void episodes_weigh_each_reward_by_the_decisions_up_to_it() {
    EpisodeEvaluation evaluation = new EpisodeEvaluation(0.5);
    evaluation.add(new Decided(1, 0.5, 1)); // w = 2
    evaluation.add(new Decided(2, 0.5, 0.25)); // w = 2 × 0.5
    evaluation.end();
    evaluation.add(new Decided(8, 1, 0.5));
    evaluation.end();
    evaluation.end();
    assertThat(evaluation.episodes()).isEqualTo(2);
    assertThat(evaluation.logging().value()).isCloseTo(5, within(1e-12)); // (1 + 1, 8)
    assertThat(evaluation.perDecision().value()).isCloseTo(3.5, within(1e-12)); // (2 + 1, 4)
  }

  @Test
  void what_is_no_probability_is_refused() {
    assertThatThrownBy(() -> new Decided(1, 0, 1))
        .hasMessage("probability 0.0 found, above 0 and at most 1 expected");
    assertThatThrownBy(() -> new Decided(1, 0.5, 1.5))
        .hasMessage("probability of the other policy 1.5 found, 0 to 1 expected");
    assertThatThrownBy(() -> new Decided(Double.NaN, 0.5, 1)).hasMessageContaining("reward NaN");
    assertThatThrownBy(() -> new Decided(1, 0.5, 1, 2, Double.NaN))
        .hasMessageContaining("two finite numbers, or none");
  }
}
