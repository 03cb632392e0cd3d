package io.thalweg.models.agents.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.AgentContract;
import io.thalweg.models.agents.AgentContract.Observed;
import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.dqn.DqnSettings.Exploration;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.agents.replay.ReplaySettings.Storage;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.FeedForward;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QPolicyTest {
  private static final int ROWS = 8;

  private static final DqnSettings SETTINGS =
      DqnSettings.DEFAULT
          .withMemory(new Memory(100, 2))
          .withExploration(new Exploration(0.8, 0.2, 100))
          .withTraining(new Training(20, 5, 1, 8, Updater.ADAM, 1e-2, 0, 1e6));

  private static final DqnSpec SPEC =
      new DqnSpec(new FeedForward(List.of(10), Activation.RELU, 0), 3, 4, SETTINGS);

  private static Batch batch(long seed, int rows) {
    Random random = new Random(seed);
    Batch batch = new Batch(ROWS, 1, 3);
    for (int row = 0; row < rows; row++) {
      batch.add(new float[] {random.nextFloat(), random.nextFloat(), random.nextFloat()}, 0, 1);
    }
    return batch;
  }

  private static Decision[] decide(Policy policy, Batch batch, long step) {
    Moment[] moments = new Moment[ROWS];
    for (int row = 0; row < ROWS; row++) {
      moments[row] = new Moment(row, 2, step);
    }
    Decision[] decisions = new Decision[ROWS];
    policy.decide(batch, moments, decisions);
    return decisions;
  }

  private static void assertSame(Decision one, Decision other) {
    assertThat(one.action()).isEqualTo(other.action());
    assertThat(one.probability()).isEqualTo(other.probability());
    assertThat(one.values()).isEqualTo(other.values());
  }

  @Test
  void a_published_policy_decides_as_the_agent_bit_for_bit() {
    try (DqnAgent agent = new DqnAgent(SPEC, ROWS);
        QPolicy policy = QPolicy.exploring(SPEC, ROWS)) {
      int step = 0;
      for (Observed observed : AgentContract.experience(1, 120, 3, 4)) {
        agent.observe(observed.transition(), observed.stream());
        if (++step % 10 == 0) {
          policy.load(agent.policy());
        }
        if (policy.version() == agent.version()) {
          Batch batch = batch(step, ROWS);
          Decision[] here = decide(agent.exploring(), batch, step);
          Decision[] there = decide(policy, batch, step);
          for (int row = 0; row < ROWS; row++) {
            assertSame(here[row], there[row]);
          }
        }
      }
      assertThat(policy.version()).isEqualTo(agent.version()).isEqualTo(20);
    }
  }

  /** Whose parameters are stored in another order than that of the plan. */
  @Test
  void a_published_policy_of_boards_decides_as_the_agent_bit_for_bit() {
    DqnSpec boards =
        new DqnSpec(
            new Convolutional(6, 6, 2, List.of(4), List.of(8), 0),
            72,
            4,
            SETTINGS.withMemory(new Memory(100, 1, Storage.BYTES)));
    Random random = new Random(4);
    try (DqnAgent agent = new DqnAgent(boards, 1);
        QPolicy policy = QPolicy.greedy(boards, 1)) {
      float[] board = board(random);
      for (int step = 1; step <= 60; step++) {
        float[] next = board(random);
        int action = random.nextInt(4);
        agent.observe(new Transition(board, action, next[action], next, step % 9 == 0, false), 0);
        board = next;
        if (step == 1 || step == 60) {
          policy.load(agent.policy());
          Batch batch = new Batch(1, 1, 72);
          batch.add(board, 0, 1);
          Decision[] here = new Decision[1];
          Decision[] there = new Decision[1];
          Moment[] moments = {new Moment(0, 0, step)};
          agent.exploring().decide(batch, moments, here);
          policy.decide(batch, moments, there);
          assertThat(there[0].values()).isEqualTo(here[0].values());
        }
      }
      assertThat(policy.version()).isEqualTo(8);
      assertThatThrownBy(
              () -> agent.observe(new Transition(new float[72], 0, 0, half(), true, false), 0))
          .hasMessageContaining("whole ones from 0 to 255");
    }
  }

  private static float[] board(Random random) {
    float[] board = new float[72];
    for (int i = 0; i < board.length; i++) {
      board[i] = random.nextInt(2);
    }
    return board;
  }

  private static float[] half() {
    float[] half = new float[72];
    half[7] = 0.5f;
    return half;
  }

  @Test
  void a_decision_depends_on_observation_and_moment_and_on_no_other_decision() {
    try (QPolicy policy = QPolicy.exploring(SPEC, ROWS)) {
      Batch all = batch(1, ROWS);
      Decision[] together = decide(policy, all, 5);
      for (int row = ROWS - 1; row >= 0; row--) {
        Batch alone = new Batch(ROWS, 1, 3);
        alone.add(all.values(), all.offset(row, 0), 1);
        Decision[] decisions = new Decision[1];
        policy.decide(alone, new Moment[] {new Moment(row, 2, 5)}, decisions);
        assertSame(decisions[0], together[row]);
      }
    }
  }

  @Test
  void actions_are_as_frequent_as_their_probabilities_say() {
    try (QPolicy policy = QPolicy.exploring(SPEC, ROWS)) {
      Batch batch = batch(2, 1);
      int[] counts = new int[4];
      double[] probabilities = new double[4];
      int draws = 20_000;
      float[] values = null;
      for (int step = 0; step < draws; step++) {
        Decision decision = decide(policy, batch, step)[0];
        counts[decision.action()]++;
        probabilities[decision.action()] = decision.probability();
        values = decision.values();
      }
      // Epsilon is 0.8 at first.
      assertThat(probabilities[ActionValues.best(values)]).isCloseTo(0.4, within(1e-12));
      assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
      for (int action = 0; action < 4; action++) {
        double expected = draws * probabilities[action];
        assertThat((double) counts[action]).isCloseTo(expected, within(5 * Math.sqrt(expected)));
      }
    }
  }

  @Test
  void a_greedy_policy_takes_the_best_action_with_certainty() {
    try (DqnAgent agent = new DqnAgent(SPEC, ROWS);
        QPolicy policy = QPolicy.greedy(SPEC, ROWS)) {
      policy.load(agent.policy());
      for (int step = 0; step < 50; step++) {
        for (Decision decision : decide(policy, batch(step, ROWS), step)) {
          assertThat(decision.action()).isEqualTo(ActionValues.best(decision.values()));
          assertThat(decision.probability()).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void exploration_falls_linearly_and_then_stays() {
    Exploration exploration = new Exploration(1, 0.1, 900);
    List<Double> found = new ArrayList<>();
    for (long observed : new long[] {0, 300, 900, 5_000}) {
      found.add(exploration.epsilon(observed));
    }
    assertThat(found).isEqualTo(List.of(1.0, 0.7, 0.1, 0.1));
  }

  @Test
  void bytes_that_are_corrupt_or_anothers_are_refused_and_the_policy_stays() {
    try (DqnAgent agent = new DqnAgent(SPEC, ROWS);
        DqnAgent duelling =
            new DqnAgent(new DqnSpec(SPEC.network(), 3, 4, SETTINGS.withDuelling()), ROWS);
        QPolicy policy = QPolicy.exploring(SPEC, ROWS)) {
      AgentContract.experience(1, 60, 3, 4)
          .forEach(each -> agent.observe(each.transition(), each.stream()));
      byte[] good = agent.policy();
      for (int length = 0; length < good.length; length += 7) {
        byte[] cut = Arrays.copyOf(good, length);
        assertThatThrownBy(() -> policy.load(cut)).isInstanceOf(IllegalArgumentException.class);
      }
      byte[] longer = Arrays.copyOf(good, good.length + 1);
      assertThatThrownBy(() -> policy.load(longer)).hasMessageContaining("1 bytes too many");
      assertThatThrownBy(() -> policy.load(duelling.policy()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("duelling: true");
      assertThat(policy.version()).isZero();
      policy.load(good);
      assertThat(policy.version()).isEqualTo(8);
    }
  }
}
