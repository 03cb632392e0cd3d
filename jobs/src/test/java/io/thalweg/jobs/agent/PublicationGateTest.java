package io.thalweg.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.file.AgentJobSpec.Gate;
import io.thalweg.models.agents.Agent;
import io.thalweg.models.families.AgentSpec;
import io.thalweg.models.families.Family;
import io.thalweg.models.policies.BanditSettings.Choice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PublicationGateTest {
  private static final AgentSpec BANDIT =
      new AgentSpec(new Family.Bandit(new Choice.EpsilonGreedy(0.2), 1, 4, 7), 1, 2);

  /** Single steps: action 1 is right where the context is positive, worth 1. */
  private static List<Transition> log(int count, long seed) {
    Random random = new Random(seed);
    List<Transition> log = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float x = random.nextBoolean() ? 1 : -1;
      int action = random.nextInt(2);
      double reward = (action == 1) == (x > 0) ? 1 : 0;
      float[] context = {x};
      log.add(
          new Transition(
              "e" + i % 3, i / 3, 0, i, context, action, 0.5, 0, reward, context, true, false));
    }
    return log;
  }

  /** A version that has learned from the log, or from its opposite. */
  private static ModelUpdate version(long number, boolean right) {
    try (Agent agent = BANDIT.agent(1)) {
      for (Transition step : log(60, number)) {
        agent.observe(
            new io.thalweg.models.agents.Transition(
                step.observation(),
                step.action(),
                (float) (right ? step.reward() : 1 - step.reward()),
                step.next(),
                true,
                false),
            0);
      }
      return new ModelUpdate(
          "a",
          number,
          number,
          60,
          60,
          new TreeMap<>(),
          BANDIT.fingerprint(),
          new TreeMap<>(),
          agent.policy());
    }
  }

  private static PublicationGate gate(boolean holds, ModelUpdate served) {
    return new PublicationGate(new Gate(50, 0, 0, holds), BANDIT, served.payload());
  }

  private static void play(PublicationGate gate, List<Transition> log) {
    for (Transition step : log) {
      gate.take(step, step.environment().charAt(1) - '0');
    }
  }

  private static Optional<ModelUpdate> tried(PublicationGate gate, ModelUpdate candidate) {
    assertThat(gate.next(() -> Optional.of(candidate))).isEmpty();
    play(gate, log(40, 1));
    assertThat(gate.next(Optional::empty)).as("too few episodes").isEmpty();
    play(gate, log(200, 2));
    return gate.next(Optional::empty);
  }

  @Test
  void a_better_version_passes_and_is_what_the_next_is_compared_with() {
    ModelUpdate good = version(2, true);
    try (PublicationGate gate = gate(true, version(1, false))) {
      assertThat(tried(gate, good)).contains(good);
      assertThat(gate.figures()).containsEntry("gate_passed", 1.0).containsEntry("gate_held", 0.0);
      // 0.9 of all choices are right where 0.1 were.
      assertThat(gate.figures().get("improvement")).isBetween(0.6, 1.0);
      assertThat(gate.figures().get("doubly_robust")).isBetween(0.8, 1.0);
      assertThat(gate.figures().get("ips_low")).isLessThan(gate.figures().get("ips_high"));

      assertThat(tried(gate, version(3, false))).isEmpty();
      assertThat(gate.figures()).containsEntry("gate_passed", 1.0).containsEntry("gate_held", 1.0);
      assertThat(gate.figures().get("improvement")).isBetween(-1.0, -0.6);
    }
  }

  @Test
  void a_margin_lets_a_worse_version_pass() {
    ModelUpdate worse = version(2, false);
    try (PublicationGate gate =
        new PublicationGate(new Gate(50, 1, 0, true), BANDIT, version(1, true).payload())) {
      assertThat(tried(gate, worse)).contains(worse);
    }
  }

  @Test
  void a_version_is_not_better_than_itself_where_errors_are_taken_off() {
    ModelUpdate other = version(2, true);
    try (PublicationGate gate =
        new PublicationGate(new Gate(50, 0, 2, true), BANDIT, version(1, false).payload())) {
      assertThat(tried(gate, other)).as("better by far").contains(other);
    }
    try (PublicationGate gate =
        new PublicationGate(new Gate(50, 1e-9, 2, true), BANDIT, version(1, true).payload())) {
      assertThat(tried(gate, other)).as("it does the same").contains(other);
    }
  }

  @Test
  void one_that_does_not_hold_publishes_everything_and_tells_what_it_found() {
    ModelUpdate worse = version(2, false);
    try (PublicationGate gate = gate(false, version(1, true))) {
      assertThat(gate.next(() -> Optional.of(worse))).contains(worse);
      ModelUpdate other = version(3, true);
      assertThat(gate.next(() -> Optional.of(other))).as("during the trial").contains(other);
      play(gate, log(200, 2));
      assertThat(gate.next(Optional::empty)).isEmpty();
      assertThat(gate.figures()).containsEntry("gate_held", 1.0);
      assertThat(gate.figures().get("improvement")).isNegative();
    }
  }

  @Test
  void values_beyond_all_bounds_say_nothing_and_stop_nothing() {
    try (PublicationGate gate = gate(true, version(1, true))) {
      gate.next(() -> Optional.of(version(2, true)));
      float[] huge = {Float.MAX_VALUE};
      for (int i = 0; i < 200; i++) {
        gate.take(
            new Transition(
                "e0", i, 0, i, huge, i % 2, 0.5, 0, i == 7 ? 1e300 : 1, huge, true, false),
            0);
      }
      gate.next(Optional::empty);
      assertThat(gate.figures().get("gate_passed") + gate.figures().get("gate_held")).isEqualTo(1);
    }
  }

  @Test
  void a_trial_of_the_other_kind_is_over_when_holds_changes() throws IOException {
    ModelUpdate served = version(1, true);
    try (PublicationGate telling = gate(false, served);
        PublicationGate holding = gate(true, served)) {
      telling.next(() -> Optional.of(version(2, false)));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      telling.write(new DataOutputStream(bytes));
      holding.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      play(holding, log(200, 2));
      assertThat(holding.next(Optional::empty)).isEmpty();
      assertThat(holding.figures()).containsEntry("gate_held", 0.0);
    }
  }

  @Test
  void restored_in_the_midst_of_a_trial_it_finds_the_same() throws IOException {
    List<Transition> log = log(200, 3);
    ModelUpdate served = version(1, true);
    ModelUpdate candidate = version(2, false);
    try (PublicationGate whole = gate(true, served);
        PublicationGate first = gate(true, served);
        PublicationGate second = gate(true, version(9, false))) {
      for (PublicationGate gate : List.of(whole, first)) {
        gate.next(() -> Optional.of(candidate));
      }
      play(whole, log);
      play(first, log.subList(0, 77));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      first.write(new DataOutputStream(bytes));
      second.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      play(second, log.subList(77, 200));
      assertThat(second.next(Optional::empty)).isEqualTo(whole.next(Optional::empty));
      assertThat(second.figures()).isEqualTo(whole.figures()).containsKey("improvement");
    }
  }
}
