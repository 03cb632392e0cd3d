package io.thalweg.models.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.AgentContract;
import io.thalweg.models.agents.AgentContract.Observed;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.Schedule;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.policies.PolicyGradientSettings.Optimisation;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyGradientAgentTest {
  private static final int INPUTS = 3;
  private static final int ACTIONS = 3;
  private static final PolicySpec SPEC =
      new PolicySpec(new FeedForward(List.of(8), Activation.TANH, 0), INPUTS, ACTIONS, 5);
  private static final PolicyGradientSettings PPO =
      PolicyGradientSettings.PPO.withRollouts(new Rollouts.Steps(11), 2);

  static Map<String, PolicyGradientSettings> known() {
    return Map.of(
        "ppo", PPO,
        "a2c", PolicyGradientSettings.A2C.withRollouts(new Rollouts.Steps(5), 2),
        "reinforce",
            PolicyGradientSettings.REINFORCE.withRollouts(new Rollouts.Episodes(3, 40), 2));
  }

  private static PolicyGradientAgent agent(PolicyGradientSettings settings) {
    return new PolicyGradientAgent(SPEC, settings, 4);
  }

  private static List<Observed> experience(int count) {
    return AgentContract.experience(11, count, INPUTS, ACTIONS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ppo", "a2c", "reinforce"})
  void what_is_restored_goes_on_as_the_original_at_any_moment(String name) throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      long updates =
          AgentContract.assertRestoresExactly(
              () -> agent(known().get(name)), experience(300), seed);
      assertThat(updates).isGreaterThan(10);
    }
    AgentContract.assertRefusesWhatIsCutShort(() -> agent(known().get(name)), experience(109));
  }

  @Test
  void it_learns_when_a_rollout_is_complete() {
    try (PolicyGradientAgent agent = agent(PPO)) {
      List<Observed> experience = experience(70);
      for (int i = 0; i < 70; i++) {
        byte[] before = agent.policy();
        agent.observe(experience.get(i).transition(), experience.get(i).stream());
        assertThat(agent.version()).isEqualTo((i + 1) / 22);
        assertThat(agent.exploring().version()).isEqualTo(agent.version());
        assertThat(Arrays.equals(agent.policy(), before)).isEqualTo((i + 1) % 22 != 0);
      }
      assertThat(agent.diagnostics()).isPresent();
      assertThat(agent.diagnostics().orElseThrow().entropy())
          .isCloseTo(Math.log(ACTIONS), within(0.05));
    }
  }

  /** A policy as it begins; what was logged is what it would have said itself. */
  @Test
  void the_logged_probability_is_the_old_one_of_the_ratio() {
    PolicyGradientSettings once =
        new PolicyGradientSettings(
            new Rollouts.Steps(4),
            1,
            0.9,
            0.9,
            new Surrogate.Clipped(0.2),
            false,
            false,
            1,
            1,
            0,
            0.5,
            false,
            0,
            PPO.optimisation());
    double[] logged = {Double.NaN, 0.333333, 0.1};
    double[] expectedDivergence = {0, 0, 10 / 3.0 - 1 - Math.log(10 / 3.0)};
    for (int i = 0; i < logged.length; i++) {
      try (PolicyGradientAgent agent = agent(once)) {
        float[] place = {0.1f, 0, -0.1f};
        for (int step = 0; step < 4; step++) {
          Transition transition = new Transition(place, step % 3, 1, place, false, false);
          if (Double.isNaN(logged[i])) {
            agent.observe(transition, 0);
          } else {
            agent.observe(transition, logged[i], 0);
          }
        }
        Diagnostics diagnostics = agent.diagnostics().orElseThrow();
        assertThat(diagnostics.approxKl()).isCloseTo(expectedDivergence[i], within(0.01));
        assertThat(diagnostics.clipFraction()).isEqualTo(i == 2 ? 1 : 0);
      }
    }
  }

  @Test
  void a_rollout_is_not_learned_once_more_beyond_the_target_divergence() {
    Optimisation fast = new Optimisation(Updater.ADAM, 0.05, Schedule.CONSTANT, 0, 1e9);
    try (PolicyGradientAgent free = agent(PPO.withOptimisation(fast));
        PolicyGradientAgent bound = agent(PPO.withOptimisation(fast).withTargetKl(1e-6))) {
      for (Observed each : experience(22)) {
        free.observe(each.transition(), each.stream());
        bound.observe(each.transition(), each.stream());
      }
      assertThat(bound.version()).isEqualTo(1);
      assertThat(bound.diagnostics().orElseThrow().approxKl())
          .isLessThan(free.diagnostics().orElseThrow().approxKl());
    }
  }

  @Test
  void a_rollout_beyond_the_loss_bound_is_refused_and_counted_and_parameters_stay() {
    Optimisation bounded = new Optimisation(Updater.ADAM, 1e-3, Schedule.CONSTANT, 0.5, 1e-9);
    try (PolicyGradientAgent agent = agent(PPO.withOptimisation(bounded));
        PolicyGradientAgent fresh = agent(PPO)) {
      experience(110).forEach(each -> agent.observe(each.transition(), each.stream()));
      assertThat(agent.refused()).isEqualTo(5);
      assertThat(agent.version()).isZero();
      assertThat(agent.policy()).isEqualTo(fresh.policy());
    }
  }

  /** One step is within the bound, and the second is not: then the first is undone too. */
  @Test
  void what_diverges_in_a_later_step_is_undone_as_a_whole() {
    Optimisation wild = new Optimisation(Updater.SGD, 10, Schedule.CONSTANT, 0, 300);
    float[] place = {1, -1, 0.5f};
    for (int epochs : new int[] {1, 2}) {
      PolicyGradientSettings settings =
          new PolicyGradientSettings(
              new Rollouts.Steps(8),
              1,
              0.9,
              0.9,
              new Surrogate.Clipped(0.2),
              true,
              false,
              epochs,
              1,
              0,
              0.5,
              false,
              0,
              wild);
      try (PolicyGradientAgent agent = agent(settings);
          PolicyGradientAgent fresh = agent(settings)) {
        for (int i = 0; i < 8; i++) {
          agent.observe(new Transition(place, i % 3, 10 + i, place, true, false), 0);
        }
        assertThat(agent.version()).isEqualTo(epochs == 1 ? 1 : 0);
        assertThat(agent.refused()).isEqualTo(epochs == 1 ? 0 : 1);
        assertThat(Arrays.equals(agent.policy(), fresh.policy())).isEqualTo(epochs == 2);
      }
    }
  }

  @Test
  void what_is_not_finite_is_refused_and_the_agent_recovers() {
    try (PolicyGradientAgent agent = agent(PPO);
        PolicyGradientAgent fresh = agent(PPO)) {
      float[] place = {1, -1, 0.5f};
      for (int i = 0; i < 22; i++) {
        agent.observe(new Transition(place, i % 3, 3e38f, place, false, true), 0);
      }
      assertThat(agent.refused()).isEqualTo(1);
      assertThat(agent.policy()).isEqualTo(fresh.policy());
      experience(22).forEach(each -> agent.observe(each.transition(), each.stream()));
      assertThat(agent.version()).isEqualTo(1);
    }
  }

  @Test
  void a_transition_with_a_flaw_is_told_and_changes_nothing() {
    float[] place = new float[INPUTS];
    Transition good = new Transition(place, 0, 0, place, false, false);
    try (PolicyGradientAgent agent = agent(PPO.withRollouts(new Rollouts.Steps(1), 1))) {
      assertThatThrownBy(
              () -> agent.observe(new Transition(place, 3, 0, place, false, false), 0.5, 0))
          .hasMessageContaining("action 3");
      assertThatThrownBy(() -> agent.observe(good, 0.5, 1)).hasMessageContaining("stream 1");
      assertThatThrownBy(() -> agent.observe(good, 0, 0)).hasMessageContaining("probability 0.0");
      assertThatThrownBy(() -> agent.observe(good, Double.NaN, 0)).hasMessageContaining("NaN");
      assertThat(agent.version() + agent.refused()).isZero();
      agent.observe(good, 0.5, 0);
      assertThat(agent.version() + agent.refused()).isEqualTo(1);
    }
  }

  static List<PolicyGradientSettings> corridor() {
    Optimisation fast = new Optimisation(Updater.ADAM, 0.003, Schedule.CONSTANT, 0.5, 1e9);
    return List.of(
        PolicyGradientSettings.PPO
            .withRollouts(new Rollouts.Steps(32), 4)
            .withReturns(0.9, 0.95)
            .withOptimisation(fast),
        PolicyGradientSettings.A2C.withReturns(0.9, 1).withOptimisation(fast),
        PolicyGradientSettings.REINFORCE.withReturns(0.9, 1).withOptimisation(fast));
  }

  @ParameterizedTest
  @MethodSource("corridor")
  void a_corridor_is_walked_to_its_end(PolicyGradientSettings settings) {
    PolicySpec spec =
        new PolicySpec(new FeedForward(List.of(16), Activation.TANH, 0), Corridor.PLACES, 2, 2);
    try (PolicyGradientAgent agent = new PolicyGradientAgent(spec, settings, 1)) {
      new Corridor(settings.streams()).train(agent, 12_000 / settings.streams());
      double[] right = Corridor.right(agent.exploring());
      for (int place = 0; place < Corridor.PLACES; place++) {
        assertThat(right[place])
            .as("place %d: %s", place, Arrays.toString(right))
            .isGreaterThan(0.85);
      }
      assertThat(agent.refused()).isZero();
    }
  }
}
