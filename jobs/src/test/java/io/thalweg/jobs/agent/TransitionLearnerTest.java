package io.thalweg.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.connectors.agents.Correction;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.events.Origin;
import io.thalweg.jobs.file.AgentJobSpec.Gate;
import io.thalweg.models.families.AgentSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionLearnerTest {
  private static TransitionLearner learner(AgentSpec spec) {
    return new TransitionLearner("a", spec, 10, 5, Optional.empty(), 100);
  }

  private static void learn(TransitionLearner learner, List<Transition> log) {
    for (Transition transition : log) {
      learner.take(transition, new Origin("transitions", 0, transition.time()));
    }
  }

  /** What has been learned, whatever was counted besides. */
  private static String policy(TransitionLearner learner) {
    return learner.agent().version() + HexFormat.of().formatHex(learner.agent().policy());
  }

  private static String learned(AgentSpec spec, List<Transition> log) {
    try (TransitionLearner learner = learner(spec)) {
      learn(learner, log);
      return policy(learner);
    }
  }

  static Stream<AgentSpec> agents() {
    return Stream.of(Samples.dqn(4), Samples.ppo(4), Samples.traces(4), Samples.neuralBandit(4));
  }

  @ParameterizedTest
  @MethodSource("agents")
  void what_stands_in_the_log_twice_is_learned_once(AgentSpec spec) {
    List<Transition> log = Samples.log(3, 300, 1);
    List<Transition> twice = new ArrayList<>(log.subList(0, 200));
    twice.addAll(log.subList(120, 300)); // as after a failure, from the last checkpoint on
    try (TransitionLearner learner = learner(spec)) {
      learn(learner, twice);
      assertThat(policy(learner)).isEqualTo(learned(spec, log));
      assertThat(learner.progress().repeated()).isEqualTo(80);
      assertThat(learner.progress().transitions()).isEqualTo(300);
      assertThat(learner.progress().interrupted()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("agents")
  void restored_at_any_moment_it_goes_on_bit_for_bit(AgentSpec spec) throws IOException {
    List<Transition> all = Samples.log(6, 600, 2); // more environments than streams
    List<Transition> log = all.subList(0, 400);
    List<Transition> more = all.subList(400, 600);
    String expected;
    try (TransitionLearner learner = learner(spec)) {
      learn(learner, log);
      learn(learner, more);
      expected = policy(learner) + learner.progress();
    }
    for (int seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      Map<Integer, byte[]> chunks = new HashMap<>();
      byte[] core = null;
      int from = 0;
      while (from < log.size()) {
        int to = Math.min(log.size(), from + 1 + random.nextInt(150));
        try (TransitionLearner learner = learner(spec)) {
          if (core != null) {
            learner.restore(core, chunks.values());
          }
          learn(learner, log.subList(from, to));
          core = learner.write(chunks);
        }
        from = to;
      }
      try (TransitionLearner learner = learner(spec)) {
        learner.restore(core, chunks.values());
        learn(learner, more);
        assertThat(policy(learner) + learner.progress()).as("seed %d", seed).isEqualTo(expected);
      }
    }
  }

  @Test
  void what_passes_the_gate_is_a_function_of_the_log() throws IOException {
    List<Transition> log = Samples.log(3, 600, 12);
    List<String> expected = published(log, List.of(600));
    assertThat(expected).hasSizeBetween(3, 40);
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      List<Integer> stops = new ArrayList<>();
      for (int at = 0; at < 600; at += 1 + random.nextInt(150)) {
        stops.add(at);
      }
      stops.add(600);
      assertThat(published(log, stops)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  /** What a learner with a gate publishes that is written and restored at these places. */
  private static List<String> published(List<Transition> log, List<Integer> stops)
      throws IOException {
    List<String> published = new ArrayList<>();
    Map<Integer, byte[]> chunks = new HashMap<>();
    byte[] core = null;
    int from = 0;
    for (int to : stops) {
      try (TransitionLearner learner =
          new TransitionLearner(
              "a", Samples.dqn(4), 10, 5, Optional.of(new Gate(4, 0, 0, true)), 100)) {
        if (core != null) {
          learner.restore(core, chunks.values());
        }
        for (Transition transition : log.subList(from, to)) {
          learn(learner, List.of(transition));
          if (learner.due()) {
            learner
                .publication()
                .ifPresent(
                    update -> published.add(update.version() + " " + learner.progress().figures()));
          }
        }
        core = learner.write(chunks);
      }
      from = to;
    }
    return published;
  }

  @Test
  void a_gap_is_not_learned_across() {
    List<Transition> log = Samples.log(1, 200, 3);
    int gap = 101;
    // No update at an odd count, so that it does not matter when returns come into the memory.
    while (gap % 2 == 0
        || log.get(gap - 1).terminated()
        || log.get(gap - 1).truncated()
        || log.get(gap).terminated()
        || log.get(gap).truncated()
        || log.get(gap).step() == 0) {
      gap++;
    }
    // The step after the gap looks as if it followed what came before it.
    Transition after = log.get(gap + 1);
    Transition alike = seeing(after, log.get(gap - 1).next());
    List<Transition> torn = new ArrayList<>(log);
    torn.remove(gap);
    torn.set(gap, alike);
    List<Transition> cut = new ArrayList<>(torn);
    cut.set(gap - 1, truncated(torn.get(gap - 1)));
    AgentSpec spec = Samples.dqn(1);
    try (TransitionLearner learner = learner(spec)) {
      learn(learner, torn);
      assertThat(learner.progress().interrupted()).isEqualTo(1);
      assertThat(policy(learner)).isEqualTo(learned(spec, cut));
      assertThat(policy(learner)).isNotEqualTo(learned(spec, renumbered(torn, gap)));
    }
  }

  /** The same without the gap in the steps. */
  private static List<Transition> renumbered(List<Transition> torn, int gap) {
    List<Transition> log = new ArrayList<>(torn);
    for (int i = gap; i < log.size() && log.get(i).episode() == torn.get(gap).episode(); i++) {
      Transition t = log.get(i);
      log.set(
          i,
          new Transition(
              t.environment(),
              t.episode(),
              t.step() - 1,
              t.time(),
              t.observation(),
              t.action(),
              t.probability(),
              t.policyVersion(),
              t.reward(),
              t.next(),
              t.terminated(),
              t.truncated()));
    }
    return log;
  }

  private static Transition seeing(Transition t, float[] observation) {
    return new Transition(
        t.environment(),
        t.episode(),
        t.step(),
        t.time(),
        observation,
        t.action(),
        t.probability(),
        t.policyVersion(),
        t.reward(),
        t.next(),
        t.terminated(),
        t.truncated());
  }

  private static Transition truncated(Transition t) {
    return new Transition(
        t.environment(),
        t.episode(),
        t.step(),
        t.time(),
        t.observation(),
        t.action(),
        t.probability(),
        t.policyVersion(),
        t.reward(),
        t.next(),
        false,
        true);
  }

  @Test
  void episodes_count_that_were_seen_from_first_step_to_last() {
    List<Transition> log = Samples.log(1, 100, 4);
    List<Transition> late = log.subList(1, log.size());
    long ends = log.stream().filter(Transition::ends).count();
    try (TransitionLearner learner = learner(Samples.dqn(1))) {
      learn(learner, late);
      assertThat(learner.progress().episodes()).isEqualTo(ends - 1);
      assertThat(learner.progress().meanLength()).isGreaterThanOrEqualTo(3);
      assertThat(learner.progress().figures()).containsKeys("epsilon", "loss", "q_mean");
    }
  }

  @Test
  void a_version_is_published_by_the_number_of_transitions() {
    List<Transition> log = Samples.log(2, 100, 5);
    List<String> published = new ArrayList<>();
    try (TransitionLearner learner = learner(Samples.dqn(2))) {
      for (Transition transition : log) {
        learner.take(transition, new Origin("transitions", 0, transition.time()));
        if (learner.due()) {
          learner
              .publication()
              .ifPresent(
                  update ->
                      published.add(
                          "%d: %d of %d"
                              .formatted(
                                  update.publication(), update.version(), update.examples())));
        }
      }
    }
    assertThat(published).hasSize(8).startsWith("100: 5 of 30", "101: 10 of 40");
  }

  @Test
  void state_of_other_settings_is_refused_with_the_remedy() throws IOException {
    Map<Integer, byte[]> chunks = new HashMap<>();
    byte[] core;
    try (TransitionLearner learner = learner(Samples.dqn(2))) {
      core = learner.write(chunks);
    }
    try (TransitionLearner other = learner(Samples.dqn(3))) {
      assertThatThrownBy(() -> other.restore(core, chunks.values()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("of other settings")
          .hasMessageContaining("begin with a new name");
    }
  }

  @Test
  void a_correction_counts_once_and_makes_the_memory_right() {
    List<Transition> log = Samples.log(1, 60, 11);
    Transition wrong = log.get(30);
    Correction correction =
        new Correction(
            wrong.environment(), wrong.episode(), wrong.step(), 5_000, 9, wrong.reward());
    Origin origin = new Origin("transitions", 0, 1);
    try (TransitionLearner learner = learner(Samples.correctable(Samples.dqn(1)))) {
      learn(learner, log);
      String before = policy(learner);
      learner.take(correction, origin);
      learner.take(correction, origin); // as after a failure
      assertThat(learner.progress().corrected()).isEqualTo(1);
      assertThat(learner.progress().repeated()).isEqualTo(1);
      assertThat(policy(learner)).isEqualTo(before);
      learner.take(new Correction("nowhere", 0, 0, 5_000, 1, 0), origin); // nothing is known of it
      assertThat(learner.progress().corrected()).isEqualTo(1);
    }
  }

  @Test
  void an_agent_without_a_memory_leaves_corrections_alone() {
    List<Transition> log = Samples.log(1, 60, 12);
    Transition wrong = log.get(30);
    try (TransitionLearner learner = learner(Samples.traces(1))) {
      learn(learner, log);
      String before = policy(learner);
      learner.take(
          new Correction(
              wrong.environment(), wrong.episode(), wrong.step(), 5_000, 9, wrong.reward()),
          new Origin("transitions", 0, 1));
      assertThat(learner.progress().corrected()).isZero();
      assertThat(policy(learner)).isEqualTo(before);
    }
  }
}
