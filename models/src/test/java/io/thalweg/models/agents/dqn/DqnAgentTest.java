package io.thalweg.models.agents.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.AgentContract;
import io.thalweg.models.agents.AgentContract.Observed;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.dqn.DqnSettings.Atoms;
import io.thalweg.models.agents.dqn.DqnSettings.Exploration;
import io.thalweg.models.agents.dqn.DqnSettings.Loss;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.Prioritised;
import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.agents.replay.Draws;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.random.Generator;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DqnAgentTest {
  private static final int INPUTS = 3;
  private static final int ACTIONS = 3;

  private static final DqnSettings SMALL =
      DqnSettings.DEFAULT
          .withMemory(new Memory(200, 2))
          .withExploration(new Exploration(1, 0.1, 300))
          .withTarget(new TargetUpdate.Hard(7))
          .withTraining(new Training(40, 3, 1, 8, Updater.ADAM, 1e-3, 0, 1e6));

  static List<DqnSettings> refinements() {
    Prioritised prioritised = new Prioritised(0.6, 0.4, 400, 1e-3);
    Atoms atoms = new Atoms(11, -5, 5);
    return List.of(
        SMALL,
        SMALL.withDouble(),
        SMALL.withDuelling(),
        SMALL.withSteps(3),
        SMALL.withPrioritised(prioritised),
        SMALL.withAtoms(atoms),
        SMALL.withTarget(new TargetUpdate.Polyak(0.01)),
        SMALL.withLoss(Loss.HUBER),
        SMALL.withTraining(new Training(40, 3, 2, 8, Updater.RMSPROP, 1e-3, 0.5, 1e6)),
        // Rainbow without noisy layers.
        SMALL
            .withDouble()
            .withDuelling()
            .withSteps(3)
            .withPrioritised(prioritised)
            .withAtoms(atoms));
  }

  private static DqnSpec spec(DqnSettings settings) {
    return new DqnSpec(
        new FeedForward(List.of(12), Activation.RELU, 0.1), INPUTS, ACTIONS, settings);
  }

  private static DqnAgent agent(DqnSettings settings) {
    return new DqnAgent(spec(settings), 4);
  }

  private static List<Observed> experience(int count) {
    return AgentContract.experience(11, count, INPUTS, ACTIONS);
  }

  @ParameterizedTest
  @MethodSource("refinements")
  void what_is_restored_goes_on_as_the_original_at_any_moment(DqnSettings settings)
      throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      long updates =
          AgentContract.assertRestoresExactly(() -> agent(settings), experience(600), seed);
      int times = (600 - 40) / 3 + 1;
      assertThat(updates).isEqualTo((long) times * settings.training().updates());
    }
  }

  @Test
  void bytes_that_are_cut_short_or_of_another_format_are_refused() throws IOException {
    DqnSettings rainbow = refinements().get(refinements().size() - 1);
    AgentContract.assertRefusesWhatIsCutShort(() -> agent(rainbow), experience(100));
  }

  @Test
  void every_refinement_learns_otherwise() {
    List<byte[]> policies =
        refinements().stream()
            .map(
                settings -> {
                  try (DqnAgent agent = agent(settings)) {
                    experience(200).forEach(e -> agent.observe(e.transition(), e.stream()));
                    return agent.policy();
                  }
                })
            .toList();
    for (int i = 0; i < policies.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(policies.get(i)).as("%d and %d", i, j).isNotEqualTo(policies.get(j));
      }
    }
  }

  @Test
  void it_learns_when_its_settings_say() {
    try (DqnAgent agent = agent(SMALL)) {
      List<Observed> experience = experience(60);
      for (int i = 0; i < 60; i++) {
        agent.observe(experience.get(i).transition(), experience.get(i).stream());
        int observed = i + 1;
        assertThat(agent.version()).isEqualTo(observed <= 40 ? 0 : observed / 3 - 13);
      }
      assertThat(agent.epsilon()).isCloseTo(1 - 0.9 * 60 / 300, within(1e-12));
    }
  }

  @Test
  void an_update_of_a_loss_beyond_its_bound_is_refused_and_counted_and_parameters_stay() {
    DqnSettings bounded =
        SMALL.withTraining(new Training(40, 3, 1, 8, Updater.ADAM, 1e-3, 0, 1e-9));
    try (DqnAgent agent = agent(bounded);
        DqnAgent fresh = agent(bounded)) {
      experience(100).forEach(each -> agent.observe(each.transition(), each.stream()));
      assertThat(agent.refused()).isEqualTo(20);
      assertThat(agent.version()).isZero();
      assertThat(agent.policy()).isEqualTo(fresh.policy());
    }
  }

  /** Of parameters, and of an optimiser's state. */
  @ParameterizedTest
  @EnumSource(names = {"SGD", "ADAM"})
  void an_update_that_overflows_is_refused_and_the_agent_recovers(Updater updater) {
    DqnSettings settings =
        SMALL
            .withMemory(new Memory(50, 1))
            .withTraining(new Training(0, 1, 1, 8, updater, 0.01, 0, Double.POSITIVE_INFINITY));
    try (DqnAgent agent = agent(settings)) {
      float[] place = {1, -1, 0.5f};
      for (int i = 0; i < 50; i++) {
        agent.observe(new Transition(place, i % 3, 1e25f, place, false, true), 0);
      }
      assertThat(agent.refused()).isEqualTo(50);
      for (int i = 0; i < 60; i++) {
        agent.observe(new Transition(place, i % 3, 1, place, true, false), 0);
      }
      assertThat(agent.version()).isGreaterThanOrEqualTo(10);
    }
  }

  @Test
  void a_transition_that_spoils_every_update_is_soon_drawn_seldom() {
    DqnSettings settings =
        SMALL
            .withPrioritised(new Prioritised(1, 0.4, 1_000, 1e-3))
            .withTraining(new Training(20, 1, 1, 8, Updater.ADAM, 1e-3, 0, 1e6));
    try (DqnAgent agent = agent(settings)) {
      float[] place = {1, -1, 0.5f};
      for (int i = 0; i < 200; i++) {
        float reward = i == 30 ? 1e30f : i % 3;
        agent.observe(new Transition(place, i % 3, reward, place, true, false), 0);
      }
      assertThat(agent.refused()).isBetween(1L, 40L);
      assertThat(agent.version()).isEqualTo(180 - agent.refused());
    }
  }

  @Test
  void weights_make_up_for_priorities_more_and_more() {
    Prioritised rising = new Prioritised(0.6, 0.4, 300, 1e-3);
    assertThat(rising.beta(0)).isEqualTo(0.4);
    assertThat(rising.beta(150)).isCloseTo(0.7, within(1e-12));
    assertThat(rising.beta(1_000)).isEqualTo(1);
    assertThat(prioritised(rising)).isEqualTo(prioritised(rising));
    assertThat(prioritised(rising)).isNotEqualTo(prioritised(new Prioritised(0.6, 1, 300, 1e-3)));
    assertThat(prioritised(rising)).isNotEqualTo(prioritised(new Prioritised(0.6, 0.4, 1, 1e-3)));
  }

  private static byte[] prioritised(Prioritised how) {
    try (DqnAgent agent = agent(SMALL.withPrioritised(how))) {
      experience(200).forEach(each -> agent.observe(each.transition(), each.stream()));
      return agent.policy();
    }
  }

  @Test
  void transitions_are_drawn_in_proportion_to_how_far_off_they_were() {
    DqnSettings settings =
        SMALL
            .withMemory(new Memory(8, 1))
            .withPrioritised(new Prioritised(1, 0.4, 1_000, 1e-3))
            .withTraining(new Training(0, 1, 1, 8, Updater.SGD, 1e-9, 0, 1e6));
    ReplayMemory memory = new ReplayMemory(settings.replay(INPUTS));
    float[] nowhere = new float[INPUTS];
    for (int i = 0; i < 8; i++) {
      // An untrained network says 0 of nowhere, so this is the error.
      memory.observe(new Transition(nowhere, 0, i == 3 ? 60 : 20, nowhere, true, false), 0);
    }
    try (QLearning learning = new QLearning(spec(settings), 1)) {
      learning.update(memory, 0.4, new Generator(1));
    }
    Draws draws = new Draws(1_000);
    memory.draw(new Generator(2), 0.4, draws);
    long often = IntStream.range(0, 1_000).filter(i -> draws.slot(i) == 3).count();
    assertThat(often).isBetween(299L, 301L);
  }

  @Test
  void a_transition_with_a_flaw_is_told_and_changes_nothing() {
    try (DqnAgent agent = agent(SMALL)) {
      float[] place = new float[INPUTS];
      assertThatThrownBy(
              () -> agent.observe(new Transition(place, 0, Float.NaN, place, false, false), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("reward NaN");
      assertThatThrownBy(() -> agent.observe(new Transition(place, 0, 0, place, false, false), 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stream 2");
      assertThat(agent.observed()).isZero();
    }
  }

  @Test
  void another_networks_state_is_refused() {
    assertThatThrownBy(
            () ->
                AgentContract.assertRestoresExactly(
                    new Supplier<>() {
                      private int made;

                      @Override
                      public DqnAgent get() {
                        return agent(made++ < 2 ? SMALL : SMALL.withDuelling());
                      }
                    },
                    experience(200),
                    1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("duelling: false");
  }

  @Test
  void a_target_network_follows_now_and_then_or_all_the_time() {
    float[] scores = targetAfter(new TargetUpdate.Hard(3), 2);
    assertThat(scores).containsExactly(new float[] {0, 0}, within(1e-6f));
    assertThat(targetAfter(new TargetUpdate.Hard(3), 3))
        .containsExactly(new float[] {1, 1}, within(1e-6f));
    // 1 − (1 − τ)².
    assertThat(targetAfter(new TargetUpdate.Polyak(0.25), 2))
        .containsExactly(new float[] {0.4375f, 0.4375f}, within(1e-6f));
  }

  /** Scores of a network whose biases are 0 and that follows one whose biases are 1. */
  private static float[] targetAfter(TargetUpdate rule, int updates) {
    DqnSpec linear =
        new DqnSpec(
            new FeedForward(List.of(), Activation.RELU, 0),
            1,
            2,
            DqnSettings.DEFAULT.withTarget(rule));
    try (TargetNetwork target = new TargetNetwork(linear, new float[4])) {
      Batch batch = new Batch(1, 1, 1);
      batch.add(new float[] {0}, 0, 1);
      float[][] scores = new float[1][2];
      target.predict(batch, scores);
      for (int update = 1; update <= updates; update++) {
        target.follow(new float[] {0, 0, 1, 1}, update);
      }
      target.predict(batch, scores);
      return scores[0];
    }
  }
}
