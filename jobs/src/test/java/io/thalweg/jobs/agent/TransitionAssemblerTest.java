package io.thalweg.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.agents.Observation.Taken;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.jobs.stream.ElementSerializer;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.jobs.stream.StreamElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class TransitionAssemblerTest {
  private static final OutputTag<Transition> TRANSITIONS =
      new OutputTag<>("transitions", AgentElement.TRANSITION.information(Transition.class));
  private static final OutputTag<Rejected> LATE =
      new OutputTag<>("late", StreamElement.REJECTED.information(Rejected.class));
  private static final OutputTag<Rejected> DEAD =
      new OutputTag<>("dead", StreamElement.REJECTED.information(Rejected.class));

  private static KeyedOneInputStreamOperatorTestHarness<String, Observation, Observation>
      assembler() throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<String, Observation, Observation>(
            new KeyedProcessOperator<>(new TransitionAssembler(10_000, TRANSITIONS, LATE, DEAD)),
            Observation::environment,
            Types.STRING,
            8,
            1,
            0);
    harness.setup(new ElementSerializer<>(AgentElement.OBSERVATION));
    return harness;
  }

  /** What is seen says where it was seen, so that a transition shows what it was made of. */
  private static Observation seen(String environment, long episode, long step) {
    return seen(environment, episode, step, 1_000 * episode + step);
  }

  private static Observation seen(String environment, long episode, long step, long time) {
    return observation(environment, episode, step, time, false, false);
  }

  private static Observation observation(
      String environment,
      long episode,
      long step,
      long time,
      boolean terminated,
      boolean truncated) {
    return new Observation(
        environment,
        episode,
        step,
        time,
        new float[] {episode, step},
        step,
        terminated,
        truncated,
        step == 0 ? null : new Taken((int) (step % 3), 0.5, 7),
        new RawRecord(new Origin("observations", 0, time), time, null, new byte[] {1}));
  }

  private static void send(
      KeyedOneInputStreamOperatorTestHarness<String, Observation, Observation> harness,
      Observation... observations)
      throws Exception {
    for (Observation observation : observations) {
      harness.processElement(new StreamRecord<>(observation));
    }
  }

  private static List<String> transitions(
      KeyedOneInputStreamOperatorTestHarness<String, Observation, Observation> harness) {
    var output = harness.getSideOutput(TRANSITIONS);
    return output == null
        ? List.of()
        : output.stream().map(record -> text(record.getValue())).toList();
  }

  private static String text(Transition t) {
    return "%s %d.%d: %.0f.%.0f -%d-> %.0f.%.0f%s%s"
        .formatted(
            t.environment(),
            t.episode(),
            t.step(),
            t.observation()[0],
            t.observation()[1],
            t.action(),
            t.next()[0],
            t.next()[1],
            t.terminated() ? " terminated" : "",
            t.truncated() ? " truncated" : "");
  }

  private static List<String> answered(
      KeyedOneInputStreamOperatorTestHarness<String, Observation, Observation> harness) {
    return harness.extractOutputValues().stream()
        .map(o -> o.environment() + " " + o.episode() + "." + o.step())
        .toList();
  }

  private static List<String> reasons(
      KeyedOneInputStreamOperatorTestHarness<String, Observation, Observation> harness,
      OutputTag<Rejected> tag) {
    var output = harness.getSideOutput(tag);
    return output == null
        ? List.of()
        : output.stream().map(record -> record.getValue().reason()).toList();
  }

  @Test
  void observations_of_one_environment_that_follow_each_other_are_transitions() throws Exception {
    try (var harness = assembler()) {
      harness.open();
      send(harness, seen("a", 0, 0), seen("b", 4, 0), seen("a", 0, 1), seen("b", 4, 1));
      send(harness, seen("a", 0, 2));

      assertThat(transitions(harness))
          .containsExactly("a 0.0: 0.0 -1-> 0.1", "b 4.0: 4.0 -1-> 4.1", "a 0.1: 0.1 -2-> 0.2");
      assertThat(answered(harness)).containsExactly("a 0.0", "b 4.0", "a 0.1", "b 4.1", "a 0.2");
      Transition first = harness.getSideOutput(TRANSITIONS).peek().getValue();
      assertThat(first.probability()).isEqualTo(0.5);
      assertThat(first.policyVersion()).isEqualTo(7);
      assertThat(first.reward()).isEqualTo(1);
    }
  }

  @Test
  void an_end_is_learned_and_not_answered_and_truncation_is_no_termination() throws Exception {
    try (var harness = assembler()) {
      harness.open();
      send(harness, seen("a", 0, 0), observation("a", 0, 1, 1, true, false));
      send(harness, seen("a", 1, 0), observation("a", 1, 1, 1_001, false, true));

      assertThat(transitions(harness))
          .containsExactly("a 0.0: 0.0 -1-> 0.1 terminated", "a 1.0: 1.0 -1-> 1.1 truncated");
      assertThat(answered(harness)).containsExactly("a 0.0", "a 1.0");
    }
  }

  @Test
  void nothing_is_made_up_for_a_lost_observation() throws Exception {
    try (var harness = assembler()) {
      harness.open();
      send(harness, seen("a", 0, 0), seen("a", 0, 2), seen("a", 0, 3));
      send(harness, seen("a", 2, 5), seen("a", 2, 6), seen("b", 0, 9), seen("b", 0, 10));

      assertThat(transitions(harness))
          .containsExactly("a 0.2: 0.2 -0-> 0.3", "a 2.5: 2.5 -0-> 2.6", "b 0.9: 0.9 -1-> 0.10");
      assertThat(answered(harness)).hasSize(7);
    }
  }

  @Test
  void a_repeated_observation_is_answered_again_and_learned_once() throws Exception {
    try (var harness = assembler()) {
      harness.open();
      send(harness, seen("a", 0, 0), seen("a", 0, 0), seen("a", 0, 1), seen("a", 0, 1));

      assertThat(transitions(harness)).containsExactly("a 0.0: 0.0 -1-> 0.1");
      assertThat(answered(harness)).containsExactly("a 0.0", "a 0.0", "a 0.1", "a 0.1");
    }
  }

  @Test
  void a_late_observation_goes_to_the_late_output_and_is_not_answered() throws Exception {
    try (var harness = assembler()) {
      harness.open();
      send(harness, seen("a", 3, 0), seen("a", 3, 1), seen("a", 3, 0), seen("a", 2, 7));

      assertThat(transitions(harness)).containsExactly("a 3.0: 3.0 -1-> 3.1");
      assertThat(answered(harness)).containsExactly("a 3.0", "a 3.1");
      assertThat(reasons(harness, LATE))
          .containsExactly(
              "late: step 1 of episode 3 came before it",
              "late: step 1 of episode 3 came before it");
    }
  }

  @Test
  void what_contradicts_goes_to_the_dead_letters_with_the_reason() throws Exception {
    try (var harness = assembler()) {
      harness.open();
      Observation other =
          new Observation(
              "a", 0, 0, 0, new float[] {9, 9}, 0, false, false, null, seen("a", 0, 0).raw());
      send(harness, seen("a", 0, 0), other, observation("a", 0, 1, 1, true, false));
      send(harness, seen("a", 0, 2));

      assertThat(answered(harness)).containsExactly("a 0.0");
      assertThat(reasons(harness, DEAD))
          .containsExactly(
              "field 'observation': another than before found for step 0 of episode 0, the same expected",
              "field 'step': 2 found, none after step 1 of episode 0, which ended the episode, expected");
    }
  }

  @Test
  void a_host_that_was_started_again_counts_from_the_beginning() throws Exception {
    try (var harness = assembler()) {
      harness.open();
      send(harness, seen("a", 3, 0), seen("a", 3, 1), seen("a", 0, 0, 5_000));
      send(harness, seen("a", 0, 1, 5_001));

      assertThat(transitions(harness))
          .containsExactly("a 3.0: 3.0 -1-> 3.1", "a 0.0: 0.0 -1-> 0.1");
    }
  }

  @Test
  void a_silent_environment_is_forgotten_in_event_time() throws Exception {
    try (var harness = assembler()) {
      harness.open();
      send(harness, seen("a", 0, 0, 0), seen("a", 0, 1, 10_000), seen("a", 0, 2, 20_001));
      send(harness, seen("a", 0, 3, 20_002));

      assertThat(transitions(harness))
          .containsExactly("a 0.0: 0.0 -1-> 0.1", "a 0.2: 0.2 -0-> 0.3");
    }
  }

  @Test
  void it_goes_on_from_any_moment_as_if_nothing_had_happened() throws Exception {
    List<Observation> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(seen("a", i / 10, i % 10));
      all.add(seen("b", 0, i));
    }
    List<String> expected;
    try (var harness = assembler()) {
      harness.open();
      send(harness, all.toArray(Observation[]::new));
      expected = transitions(harness);
    }
    for (int seed = 0; seed < 10; seed++) {
      int cut = new Random(seed).nextInt(all.size());
      List<String> found;
      var before = assembler();
      before.open();
      send(before, all.subList(0, cut).toArray(Observation[]::new));
      found = new ArrayList<>(transitions(before));
      var snapshot = before.snapshot(1, 1);
      before.close();
      try (var after = assembler()) {
        after.initializeState(snapshot);
        after.open();
        send(after, all.subList(cut, all.size()).toArray(Observation[]::new));
        found.addAll(transitions(after));
      }
      assertThat(found).as("cut at %d", cut).isEqualTo(expected);
    }
  }
}
