package io.thalweg.jobs.sequence;

import static io.thalweg.jobs.sequence.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.Malformed;
import io.thalweg.connectors.events.Origin;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.jobs.stream.StreamElement;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final OutputTag<Rejected> LATE =
      new OutputTag<>("late", StreamElement.REJECTED.information(Rejected.class));
  private static final OutputTag<Rejected> DEAD =
      new OutputTag<>("dead", StreamElement.REJECTED.information(Rejected.class));

  private static OneInputStreamOperatorTestHarness<Decoded, Decoded> gate(
      long disorder, boolean keepRaw) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new ProcessOperator<>(new Gate(disorder, keepRaw, LATE, DEAD)));
  }

  private static List<Rejected> rejected(
      OneInputStreamOperatorTestHarness<Decoded, Decoded> harness, OutputTag<Rejected> tag) {
    var queue = harness.getSideOutput(tag);
    var rejected = new ArrayList<Rejected>();
    if (queue != null) {
      queue.forEach(record -> rejected.add(record.getValue()));
    }
    return rejected;
  }

  @Test
  void late_event_goes_to_the_late_output_with_its_record_and_the_reason() throws Exception {
    try (var gate = gate(10, false)) {
      gate.open();
      gate.processElement(new StreamRecord<>(event("a", 100, 0, 0, 1)));
      gate.processElement(new StreamRecord<>(event("a", 90, 0, 1, 1)));
      var late = event("a", 89, 0, 2, 1);
      gate.processElement(new StreamRecord<>(late));

      assertThat(gate.extractOutputValues()).hasSize(2);
      assertThat(rejected(gate, LATE))
          .singleElement()
          .satisfies(
              rejected -> {
                assertThat(rejected.raw()).isSameAs(late.raw());
                assertThat(rejected.reason()).contains("more than 10 ms").contains("partition 0");
              });
    }
  }

  @Test
  void what_is_late_is_decided_by_the_records_own_partition() throws Exception {
    try (var gate = gate(0, false)) {
      gate.open();
      gate.processElement(new StreamRecord<>(event("a", 1_000, 0, 0, 1)));
      gate.processElement(new StreamRecord<>(event("a", 5, 1, 0, 1)));
      gate.processElement(new StreamRecord<>(event("a", 4, 1, 1, 1)));

      assertThat(gate.extractOutputValues()).hasSize(2);
      assertThat(rejected(gate, LATE)).hasSize(1);
    }
  }

  @Test
  void malformed_record_goes_to_the_dead_letter_output_and_moves_no_frontier() throws Exception {
    try (var gate = gate(0, false)) {
      gate.open();
      var raw = Samples.raw(new Origin("events", 0, 0), "{");
      gate.processElement(new StreamRecord<>(new Malformed(raw, "field 'x': missing")));
      gate.processElement(new StreamRecord<>(event("a", -5, 0, 1, 1)));

      assertThat(rejected(gate, DEAD)).containsExactly(new Rejected(raw, "field 'x': missing"));
      assertThat(gate.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void frontiers_survive_a_restore_with_another_parallelism() throws Exception {
    OperatorSubtaskState snapshot;
    try (var gate = gate(0, false)) {
      gate.open();
      gate.processElement(new StreamRecord<>(event("a", 100, 0, 0, 1)));
      gate.processElement(new StreamRecord<>(event("a", 50, 1, 0, 1)));
      snapshot = gate.snapshot(1, 1);
    }
    for (int subtask = 0; subtask < 2; subtask++) {
      var partition = subtask;
      try (var gate =
          new OneInputStreamOperatorTestHarness<>(
              new ProcessOperator<>(new Gate(0, false, LATE, DEAD)), 2, 2, subtask)) {
        gate.initializeState(
            org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness
                .repartitionOperatorState(snapshot, 2, 1, 2, subtask));
        gate.open();
        long newest = partition == 0 ? 100 : 50;
        gate.processElement(new StreamRecord<>(event("a", newest - 1, partition, 1, 1)));
        gate.processElement(new StreamRecord<>(event("a", newest, partition, 2, 1)));

        assertThat(gate.extractOutputValues())
            .extracting(decoded -> ((Event) decoded).time())
            .containsExactly(newest);
      }
    }
  }

  @Test
  void record_is_let_go_unless_it_may_still_be_rejected() throws Exception {
    for (boolean keepRaw : new boolean[] {true, false}) {
      try (var gate = gate(0, keepRaw)) {
        gate.open();
        gate.processElement(new StreamRecord<>(event("a", 1, 0, 0, 1)));
        assertThat(gate.extractOutputValues().get(0).raw() != null).isEqualTo(keepRaw);
      }
    }
  }
}
