package io.thalweg.models.agents.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.models.agents.AgentContract;
import io.thalweg.models.agents.AgentContract.Observed;
import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.agents.Recent;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.dqn.DqnSettings.Atoms;
import io.thalweg.models.agents.dqn.DqnSettings.Exploration;
import io.thalweg.models.agents.dqn.DqnSettings.Loss;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.Prioritised;
import io.thalweg.models.agents.dqn.DqnSettings.Sequences;
import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.agents.replay.ReplaySettings.Storage;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.network.Architecture.Recurrent;
import io.thalweg.models.plan.Cell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A corridor with a junction at its end (Bakker, "Reinforcement learning with long short-term
 * memory", 2002, in small): a sign at its beginning says which way is worth 1, the other one costs
 * 1. What is seen at the junction does not say it, so that what does not remember gets it right
 * half of the time.
 */
class RecallTest {
  private static final int CORRIDOR = 4;
  private static final int INPUTS = 2;
  private static final Architecture LSTM = new Recurrent(Cell.LSTM, 12, 1, 0);
  private static final Architecture GRU = new Recurrent(Cell.GRU, 12, 1, 0);

  private static final DqnSettings SINGLE =
      DqnSettings.DEFAULT
          .withMemory(new Memory(2_000, 1))
          .withExploration(new Exploration(1, 1, 1))
          .withTarget(new TargetUpdate.Hard(30))
          .withTraining(new Training(200, 4, 1, 16, Updater.ADAM, 1e-2, 10, 1e6));

  private static final DqnSettings PLAIN = SINGLE.withSequences(new Sequences(2, 4));

  static List<DqnSpec> specs() {
    Prioritised prioritised = new Prioritised(0.6, 0.4, 3_000, 1e-3);
    Atoms atoms = new Atoms(11, -1.2, 1.2);
    return List.of(
        spec(LSTM, PLAIN),
        spec(GRU, PLAIN),
        spec(GRU, PLAIN.withDouble().withDuelling().withSteps(3)),
        spec(LSTM, PLAIN.withPrioritised(prioritised).withLoss(Loss.HUBER)),
        spec(GRU, PLAIN.withSequences(new Sequences(0, 5))),
        spec(
            GRU,
            PLAIN
                .withDouble()
                .withDuelling()
                .withSteps(2)
                .withAtoms(atoms)
                .withPrioritised(prioritised)));
  }

  private static DqnSpec spec(Architecture network, DqnSettings settings) {
    return new DqnSpec(network, INPUTS, 2, settings);
  }

  private static float[] seen(int sign, int step) {
    return new float[] {step == 0 ? 2 * sign - 1 : 0, step == CORRIDOR ? 1 : 0};
  }

  private static float reward(int sign, int step, int action) {
    return step < CORRIDOR ? 0 : action == sign ? 1 : -1;
  }

  private static void train(DqnAgent agent, int episodes) {
    Decision[] decisions = new Decision[1];
    Policy policy = agent.exploring();
    Recent recent = new Recent(1, policy.steps(), INPUTS);
    Batch batch = new Batch(1, policy.steps(), INPUTS);
    for (int episode = 0; episode < episodes; episode++) {
      int sign = episode % 3 == 0 ? 0 : episode / 2 % 2;
      recent.forget(0);
      for (int step = 0; step <= CORRIDOR; step++) {
        recent.add(0, seen(sign, step));
        batch.clear();
        recent.addTo(batch, 0);
        policy.decide(batch, new Moment[] {new Moment(0, episode, step)}, decisions);
        int action = decisions[0].action();
        agent.observe(
            new Transition(
                seen(sign, step),
                action,
                reward(sign, step, action),
                seen(sign, step + 1),
                step == CORRIDOR,
                false),
            0);
      }
    }
  }

  /** The greedy policy's, of both signs. */
  private static float meanReturn(DqnAgent agent, DqnSpec spec) {
    try (QPolicy policy = QPolicy.greedy(spec, 2)) {
      policy.load(agent.policy());
      Recent recent = new Recent(2, policy.steps(), INPUTS);
      Batch batch = new Batch(2, policy.steps(), INPUTS);
      Decision[] decisions = new Decision[2];
      Moment[] moments = {new Moment(0, 0, 0), new Moment(0, 0, 0)};
      for (int step = 0; step <= CORRIDOR; step++) {
        batch.clear();
        for (int sign = 0; sign < 2; sign++) {
          recent.add(sign, seen(sign, step));
          recent.addTo(batch, sign);
        }
        policy.decide(batch, moments, decisions);
      }
      return (reward(0, CORRIDOR, decisions[0].action())
              + reward(1, CORRIDOR, decisions[1].action()))
          / 2;
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void a_recurrent_network_remembers_the_sign(DqnSpec spec) {
    try (DqnAgent agent = new DqnAgent(spec, 1)) {
      train(agent, 700);
      assertThat(meanReturn(agent, spec)).as(spec.toString()).isEqualTo(1);
      assertThat(agent.refused()).isZero();
      assertThat(agent.figures()).containsKeys("loss", "q_mean", "td_error");
    }
  }

  @Test
  void a_network_without_memory_is_right_half_of_the_time() {
    DqnSpec spec = spec(new FeedForward(List.of(12), Activation.RELU, 0), SINGLE);
    try (DqnAgent agent = new DqnAgent(spec, 1)) {
      train(agent, 700);
      assertThat(meanReturn(agent, spec)).isZero();
    }
  }

  @Test
  void what_is_older_than_a_window_is_forgotten() {
    DqnSpec spec = spec(GRU, PLAIN.withSequences(new Sequences(2, 2)));
    try (DqnAgent agent = new DqnAgent(spec, 1)) {
      train(agent, 700);
      assertThat(meanReturn(agent, spec)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void what_is_restored_goes_on_as_the_original_at_any_moment(DqnSpec spec) throws IOException {
    DqnSettings small =
        spec.settings()
            .withMemory(new Memory(60, 2))
            .withTraining(new Training(20, 3, 1, 8, Updater.ADAM, 1e-3, 0, 1e6));
    long updates =
        AgentContract.assertRestoresExactly(
            () -> new DqnAgent(spec(spec.network(), small), 1),
            AgentContract.experience(7, 200, INPUTS, 2),
            1);
    assertThat(updates).isEqualTo(60);
  }

  @Test
  void bytes_that_are_cut_short_or_of_another_format_are_refused() throws IOException {
    DqnSpec spec = spec(GRU, PLAIN.withMemory(new Memory(60, 2)));
    AgentContract.assertRefusesWhatIsCutShort(
        () -> new DqnAgent(spec, 1), AgentContract.experience(7, 50, INPUTS, 2));
  }

  /** On any row, in any company, as the agent and as what is published. */
  @Test
  void a_decision_is_a_function_of_the_version_and_the_newest_observations() {
    DqnSettings settings =
        PLAIN.withMemory(new Memory(100, 2)).withExploration(new Exploration(0.5, 0.5, 1));
    DqnSpec spec = spec(LSTM, settings);
    List<Observed> experience = AgentContract.experience(3, 400, INPUTS, 2);
    try (DqnAgent agent = new DqnAgent(spec, 3);
        QPolicy policy = QPolicy.exploring(spec, 8)) {
      experience.forEach(each -> agent.observe(each.transition(), each.stream()));
      policy.load(agent.policy());
      assertThat(policy.version()).isEqualTo(50);
      List<float[]> windows = new ArrayList<>();
      for (int length = 1; length <= 6; length++) {
        float[] window = new float[length * INPUTS];
        for (int step = 0; step < length; step++) {
          float[] seen = experience.get(length * 7 + step).transition().observation();
          System.arraycopy(seen, 0, window, step * INPUTS, INPUTS);
        }
        windows.add(window);
      }
      Decision[] together = decide(policy, windows);
      for (int i = 0; i < windows.size(); i++) {
        Decision alone = decide(agent.exploring(), windows.subList(i, i + 1))[0];
        assertThat(alone.values()).as("window %d", i).isEqualTo(together[i].values());
      }
      // The same newest observation, another one before it.
      float[] other = windows.get(5).clone();
      other[0] += 1;
      assertThat(decide(policy, List.of(other))[0].values()).isNotEqualTo(together[5].values());
    }
  }

  private static Decision[] decide(Policy policy, List<float[]> windows) {
    Batch batch = new Batch(windows.size(), policy.steps(), INPUTS);
    Moment[] moments = new Moment[windows.size()];
    for (int i = 0; i < moments.length; i++) {
      batch.add(windows.get(i), 0, windows.get(i).length / INPUTS);
      moments[i] = new Moment(0, 0, 0);
    }
    Decision[] decisions = new Decision[moments.length];
    policy.decide(batch, moments, decisions);
    return decisions;
  }

  @Test
  void boards_are_remembered_in_bytes_too() throws IOException {
    DqnSettings settings = PLAIN.withMemory(new Memory(100, 1, Storage.BYTES));
    try (DqnAgent agent = new DqnAgent(spec(GRU, settings), 1)) {
      for (int i = 0; i < 300; i++) {
        float[] from = {i % 7, i % 5};
        float[] to = {(i + 1) % 7, (i + 1) % 5};
        agent.observe(new Transition(from, i % 2, i % 3, to, i % 11 == 10, false), 0);
      }
      assertThat(agent.version()).isEqualTo(25);
    }
  }

  @Test
  void networks_and_settings_that_do_not_fit_are_refused_by_name() {
    assertThatThrownBy(() -> spec(GRU, SINGLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without sequences");
    assertThatThrownBy(() -> spec(new FeedForward(List.of(3), Activation.RELU, 0), PLAIN))
        .hasMessageContaining("recurrent layers");
    Architecture both =
        new Recurrent(Cell.GRU, 3, 1, 0, null, true, io.thalweg.models.network.Pooling.LAST);
    assertThatThrownBy(() -> spec(both, PLAIN)).hasMessageContaining("one direction");
    assertThatThrownBy(() -> new Sequences(2, 0)).hasMessageContaining("0 learned found");
  }

  @Test
  void windows_too_short_for_a_policy_are_refused() {
    try (QPolicy policy = QPolicy.greedy(spec(GRU, PLAIN), 1)) {
      Batch batch = new Batch(1, 1, INPUTS);
      batch.add(seen(0, 0), 0, 1);
      assertThatThrownBy(
              () -> policy.decide(batch, new Moment[] {new Moment(0, 0, 0)}, new Decision[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("windows of 1 observations found, of 6 expected");
    }
  }
}
