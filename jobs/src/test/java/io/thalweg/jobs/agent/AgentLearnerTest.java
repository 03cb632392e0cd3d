package io.thalweg.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.stream.ElementSerializer;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.jobs.stream.StreamElement;
import io.thalweg.models.families.AgentSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class AgentLearnerTest {
  private static final AgentLearner.Outputs OUTPUTS =
      new AgentLearner.Outputs(
          new OutputTag<>("updates", StreamElement.UPDATE.information(ModelUpdate.class)),
          new OutputTag<>("dead", StreamElement.REJECTED.information(Rejected.class)));

  private static KeyedOneInputStreamOperatorTestHarness<String, Logged, AgentProgress> learner(
      AgentSpec spec) throws Exception {
    var settings = new AgentLearner.Settings("a", spec, 25, 10, null, 1);
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<String, Logged, AgentProgress>(
            AgentLearner.factory(settings, OUTPUTS),
            logged -> AgentLearner.KEY,
            Types.STRING,
            8,
            1,
            0);
    harness.setup(new ElementSerializer<>(AgentElement.PROGRESS));
    return harness;
  }

  private static List<String> updates(
      KeyedOneInputStreamOperatorTestHarness<String, Logged, AgentProgress> harness) {
    var output = harness.getSideOutput(OUTPUTS.updates());
    return output == null
        ? List.of()
        : output.stream()
            .map(StreamRecord::getValue)
            .map(
                update ->
                    "%d %d %d %s"
                        .formatted(
                            update.publication(),
                            update.version(),
                            update.examples(),
                            HexFormat.of().formatHex(update.payload())))
            .toList();
  }

  private static void send(
      KeyedOneInputStreamOperatorTestHarness<String, Logged, AgentProgress> harness,
      List<Transition> log)
      throws Exception {
    for (Transition transition : log) {
      harness.processElement(new StreamRecord<>(Samples.logged(transition, transition.time())));
    }
  }

  @Test
  void restored_from_a_checkpoint_it_publishes_what_it_would_have() throws Exception {
    List<Transition> log = Samples.log(3, 200, 7);
    List<String> expected;
    try (var harness = learner(Samples.dqn(4))) {
      harness.open();
      send(harness, log);
      expected = updates(harness);
    }
    assertThat(expected).hasSizeGreaterThan(5);
    List<String> found = new ArrayList<>();
    var first = learner(Samples.dqn(4));
    first.open();
    send(first, log.subList(0, 60));
    first.snapshot(1, 1);
    send(first, log.subList(60, 113));
    var snapshot = first.snapshot(2, 2);
    found.addAll(updates(first));
    first.close();
    try (var second = learner(Samples.dqn(4))) {
      second.initializeState(snapshot);
      second.open();
      send(second, log.subList(113, 200));
      found.addAll(updates(second));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void what_cannot_be_learned_goes_to_the_dead_letters_and_changes_nothing() throws Exception {
    List<Transition> log = Samples.log(2, 100, 8);
    try (var clean = learner(Samples.dqn(2));
        var dirty = learner(Samples.dqn(2))) {
      clean.open();
      dirty.open();
      send(clean, log);
      send(dirty, log.subList(0, 50));
      dirty.processElement(
          new StreamRecord<>(new Logged.Unfit(Samples.raw(5), "field 'action': absent")));
      send(dirty, log.subList(50, 100));

      assertThat(updates(dirty)).isEqualTo(updates(clean)).isNotEmpty();
      assertThat(dirty.getSideOutput(OUTPUTS.deadLetter()))
          .extracting(record -> record.getValue().reason())
          .containsExactly("field 'action': absent");
    }
  }

  @Test
  void state_of_another_agent_ends_the_job_instead_of_restarting_it() throws Exception {
    var first = learner(Samples.dqn(2));
    first.open();
    send(first, Samples.log(1, 10, 9));
    var snapshot = first.snapshot(1, 1);
    first.close();
    try (var other = learner(Samples.ppo(2))) {
      Assertions.assertThatThrownBy(() -> other.initializeState(snapshot))
          .hasRootCauseInstanceOf(IllegalArgumentException.class)
          .isInstanceOf(SuppressRestartsException.class);
    }
  }
}
