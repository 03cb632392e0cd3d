package io.thalweg.jobs.sequence;

import static io.thalweg.jobs.sequence.Samples.event;
import static io.thalweg.jobs.sequence.Samples.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.jobs.sequence.Arrival.EventArrival;
import io.thalweg.jobs.sequence.Arrival.LabelArrival;
import io.thalweg.jobs.stream.ElementSerializer;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.jobs.stream.StreamElement;
import io.thalweg.models.features.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LabelJoinTest {
  private static final OutputTag<Rejected> LATE =
      new OutputTag<>("late", StreamElement.REJECTED.information(Rejected.class));

  private static KeyedTwoInputStreamOperatorTestHarness<String, Event, LabelEvent, Arrival> join(
      long patience) throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<String, Event, LabelEvent, Arrival>(
            new LabelJoinOperator(new LabelJoin(patience, LATE)),
            Event::id,
            LabelEvent::id,
            Types.STRING);
    harness.setup(new ElementSerializer<>(ElementType.ARRIVAL));
    return harness;
  }

  private static void watermark(
      KeyedTwoInputStreamOperatorTestHarness<String, Event, LabelEvent, Arrival> join, long time)
      throws Exception {
    join.processWatermark1(new Watermark(time));
    join.processWatermark2(new Watermark(time));
  }

  private static List<LabelArrival> labels(
      KeyedTwoInputStreamOperatorTestHarness<String, Event, LabelEvent, Arrival> join) {
    return join.extractOutputValues().stream()
        .filter(LabelArrival.class::isInstance)
        .map(LabelArrival.class::cast)
        .sorted(Ordered.TOTAL)
        .toList();
  }

  @Test
  void event_passes_at_once_and_its_label_follows_when_event_time_has_come_to_it()
      throws Exception {
    try (var join = join(100)) {
      join.open();
      join.processElement1(new StreamRecord<>(event("k", 10, 0, 7, Target.NONE), 10));
      assertThat(join.extractOutputValues()).singleElement().isInstanceOf(EventArrival.class);

      join.processElement2(new StreamRecord<>(label("events-0-7", 60, 0, 1), 60));
      watermark(join, 59);
      assertThat(labels(join)).isEmpty();
      watermark(join, 60);
      assertThat(labels(join))
          .containsExactly(new LabelArrival("k", "events-0-7", 60, 0, 7, 10, 1));
    }
  }

  @Test
  void watermark_does_not_pass_a_cancelled_task_whose_timers_may_not_have_fired() throws Exception {
    try (var join = join(100)) {
      join.open();
      join.processElement1(new StreamRecord<>(event("k", 10, 0, 7, Target.NONE), 10));
      join.processElement2(new StreamRecord<>(label("events-0-7", 60, 0, 1), 60));
      join.processWatermark1(new Watermark(60));
      join.getOperator().getContainingTask().cancel();
      assertThatThrownBy(() -> join.processWatermark2(new Watermark(60)))
          .isInstanceOf(CancelTaskException.class);
      assertThat(join.getOutput()).noneMatch(Watermark.class::isInstance);
    }
  }

  @Test
  void label_that_comes_before_its_event_counts_at_the_events_time() throws Exception {
    try (var join = join(100)) {
      join.open();
      join.processElement2(new StreamRecord<>(label("events-0-7", 5, 0, 1), 5));
      watermark(join, 20);
      join.processElement1(new StreamRecord<>(event("k", 30, 0, 7, Target.NONE), 30));
      watermark(join, 30);
      assertThat(labels(join)).extracting(LabelArrival::time).containsExactly(30L);
    }
  }

  @Test
  void label_after_the_wait_does_not_count_and_no_state_stays() throws Exception {
    try (var join = join(100)) {
      join.open();
      join.processElement1(new StreamRecord<>(event("k", 10, 0, 7, Target.NONE), 10));
      join.processElement2(new StreamRecord<>(label("events-0-7", 111, 0, 1), 111));
      watermark(join, 1_000);
      assertThat(labels(join)).isEmpty();
      assertThat(join.numKeyedStateEntries()).isZero();
      assertThat(join.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void label_exactly_at_the_end_of_the_wait_counts() throws Exception {
    try (var join = join(100)) {
      join.open();
      join.processElement1(new StreamRecord<>(event("k", 10, 0, 7, Target.NONE), 10));
      join.processElement2(new StreamRecord<>(label("events-0-7", 110, 0, 1), 110));
      watermark(join, 1_000);
      assertThat(labels(join)).hasSize(1);
    }
  }

  @Test
  void of_several_labels_the_first_in_event_time_counts_once() throws Exception {
    try (var join = join(100)) {
      join.open();
      join.processElement2(new StreamRecord<>(label("events-0-7", 50, 1, 2), 50));
      join.processElement1(new StreamRecord<>(event("k", 10, 0, 7, Target.NONE), 10));
      join.processElement2(new StreamRecord<>(label("events-0-7", 40, 2, 1), 40));
      watermark(join, 1_000);
      assertThat(labels(join)).extracting(LabelArrival::label).containsExactly(1.0);
    }
  }

  @Test
  void label_behind_event_time_goes_to_the_late_output() throws Exception {
    try (var join = join(100)) {
      join.open();
      watermark(join, 500);
      join.processElement2(new StreamRecord<>(label("events-0-7", 500, 0, 1), 500));
      assertThat(join.getSideOutput(LATE)).hasSize(1);
    }
  }

  /** Law 3: all events with one id, and labels that are far behind. */
  @Test
  @Timeout(60)
  void many_events_with_one_id_do_not_hold_up_the_job() throws Exception {
    int events = 30_000;
    try (var join = join(100)) {
      join.open();
      for (int i = 0; i < events; i++) {
        join.processElement1(
            new StreamRecord<>(withId(event("k", i, 0, i, Target.NONE), "same"), i));
      }
      for (int i = 0; i < events; i++) {
        watermark(join, i);
      }
      watermark(join, Long.MAX_VALUE);
      assertThat(join.numKeyedStateEntries()).isZero();
    }
  }

  /** Law 3: what comes for one id at one time is not kept in full. */
  @Test
  void many_events_and_labels_of_one_id_at_one_time_take_no_more_room_than_one() throws Exception {
    try (var join = join(100)) {
      join.open();
      for (int i = 0; i < 10_000; i++) {
        join.processElement1(
            new StreamRecord<>(withId(event("k", 5, 0, i, Target.NONE), "same"), 5));
        join.processElement2(new StreamRecord<>(label("same", 5, i, 1), 5));
      }
      var snapshot = join.snapshot(1, 1);
      assertThat(snapshot.getManagedKeyedState().iterator().next().getStateSize())
          .isLessThan(20_000);
      watermark(join, 5);
      assertThat(labels(join)).containsExactly(new LabelArrival("k", "same", 5, 0, 0, 5, 1));
      watermark(join, Long.MAX_VALUE);
      assertThat(join.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void halves_of_one_time_are_paired_as_if_they_came_one_after_the_other() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var halves = new ArrayList<Half>();
      try (var join = join(2)) {
        join.open();
        for (int i = 0; i < 12; i++) {
          long time = random.nextInt(5);
          if (random.nextInt(3) == 0) {
            var event = withId(event("k", time, 0, i, Target.NONE), "same");
            halves.add(Half.of(event));
            join.processElement1(new StreamRecord<>(event, time));
          } else {
            var label = label("same", time, i, random.nextInt(3));
            halves.add(Half.of(label));
            join.processElement2(new StreamRecord<>(label, time));
          }
        }
        watermark(join, Long.MAX_VALUE);
        assertThat(labels(join)).as("seed %d", seed).isEqualTo(oneByOne(halves, 2));
        assertThat(join.numKeyedStateEntries()).as("seed %d", seed).isZero();
      }
    }
  }

  private static List<LabelArrival> oneByOne(List<Half> halves, long patience) throws Exception {
    var results = new ArrayList<LabelArrival>();
    var pair = Pairing.read(null, patience);
    for (Half half : halves.stream().sorted(Ordered.TOTAL).toList()) {
      pair.expire(half.time() - 1);
      if (pair.add(half) == Pairing.Outcome.PAIRED) {
        Half event = pair.event();
        long time = Math.max(event.time(), half.time());
        results.add(
            new LabelArrival(
                "k",
                "same",
                Math.max(time, pair.label().time()),
                0,
                event.offset(),
                event.time(),
                pair.label().label()));
      }
    }
    return results;
  }

  @Test
  void longer_wait_holds_for_what_a_savepoint_brings_too() throws Exception {
    var before = join(100);
    before.open();
    before.processElement1(new StreamRecord<>(event("k", 10, 0, 7, Target.NONE), 10));
    before.processElement1(new StreamRecord<>(event("k", 11, 0, 8, Target.NONE), 11));
    watermark(before, 20);
    var savepoint = before.snapshot(1, 1);
    before.close();
    try (var join = join(500)) {
      join.initializeState(savepoint);
      join.open();
      watermark(join, 200);
      join.processElement2(new StreamRecord<>(label("events-0-7", 400, 0, 1), 400));
      watermark(join, 400);
      assertThat(labels(join)).extracting(LabelArrival::offset).containsExactly(7L);
      watermark(join, 10_000);
      assertThat(join.numKeyedStateEntries()).isZero();
      assertThat(join.numEventTimeTimers()).isZero();
    }
  }

  /** Law 1: which topic is read first, and where the job is restored, changes no join. */
  @Test
  void joins_are_the_same_in_every_order_of_reading_and_after_every_restore() throws Exception {
    for (long seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var elements = new ArrayList<Object>();
      for (int i = 0; i < 30; i++) {
        long time = random.nextInt(400);
        var id = "events-0-" + random.nextInt(12);
        if (random.nextBoolean()) {
          elements.add(withId(event("k" + i % 3, time, 0, i, Target.NONE), id));
        } else {
          elements.add(label(id, time, i, random.nextInt(3)));
        }
      }
      var expected = run(elements, 0, new Random(seed));
      for (int repeat = 1; repeat < 4; repeat++) {
        Collections.shuffle(elements, random);
        assertThat(run(elements, repeat, random)).as("seed %d", seed).isEqualTo(expected);
      }
    }
  }

  private static Event withId(Event event, String id) {
    return new Event(
        id,
        event.key(),
        event.time(),
        event.numeric(),
        event.categories(),
        event.label(),
        event.origin(),
        event.raw());
  }

  /** Feeds elements as they come, with watermarks that hold, and restores now and then. */
  private static List<LabelArrival> run(List<Object> elements, int restores, Random random)
      throws Exception {
    var results = new ArrayList<LabelArrival>();
    var join = join(60);
    try {
      join.open();
      for (int i = 0; i < elements.size(); i++) {
        Object element = elements.get(i);
        if (element instanceof Event event) {
          join.processElement1(new StreamRecord<>(event, event.time()));
        } else if (element instanceof LabelEvent label) {
          join.processElement2(new StreamRecord<>(label, label.time()));
        }
        long earliest = Long.MAX_VALUE;
        for (Object later : elements.subList(i + 1, elements.size())) {
          earliest =
              Math.min(
                  earliest,
                  later instanceof Event event ? event.time() : ((LabelEvent) later).time());
        }
        if (random.nextInt(3) == 0) {
          watermark(join, earliest - 1);
        }
        if (restores > 0 && random.nextInt(8) == 0) {
          results.addAll(labels(join));
          var snapshot = join.snapshot(i, i);
          join.close();
          join = join(60);
          join.initializeState(snapshot);
          join.open();
        }
      }
      watermark(join, Long.MAX_VALUE);
      results.addAll(labels(join));
      assertThat(join.numKeyedStateEntries()).isZero();
    } finally {
      join.close();
    }
    results.sort(Ordered.TOTAL);
    return results;
  }
}
