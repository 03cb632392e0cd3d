package io.thalweg.jobs.sequence;

import static io.thalweg.jobs.sequence.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.jobs.sequence.Arrival.EventArrival;
import io.thalweg.jobs.sequence.Arrival.LabelArrival;
import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.jobs.sequence.Assembled.LabelledExample;
import io.thalweg.jobs.sequence.Assembled.Unlabelled;
import io.thalweg.jobs.sequence.SequenceAssembler.Settings;
import io.thalweg.jobs.stream.ElementSerializer;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.jobs.stream.StreamElement;
import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SequenceAssemblerTest {
  private static final OutputTag<Rejected> LATE =
      new OutputTag<>("late", StreamElement.REJECTED.information(Rejected.class));

  private static KeyedOneInputStreamOperatorTestHarness<String, Arrival, Assembled> assembler(
      Settings settings) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<String, Arrival, Assembled>(
            SequenceAssembler.factory(settings, LATE), Arrival::key, Types.STRING, 8, 1, 0);
    harness.setup(new ElementSerializer<>(ElementType.ASSEMBLED));
    return harness;
  }

  private static StreamRecord<Arrival> arrival(
      String key, long time, int partition, long offset, double label) {
    return new StreamRecord<>(new EventArrival(event(key, time, partition, offset, label)), time);
  }

  /**
   * An example as text: id, label, and for each row its time, the label before and its own, if
   * kept.
   */
  private static String text(Assembled element) {
    if (element instanceof Example example) {
      return example.id() + " " + shown(example.label()) + " " + text(example.window());
    }
    if (element instanceof LabelledExample example) {
      return "label " + example.id() + " " + shown(example.label()) + " " + text(example.window());
    }
    return "unlabelled " + element.id() + " at " + element.time();
  }

  private static int shown(double label) {
    return Double.isNaN(label) ? -1 : (int) label;
  }

  private static String text(Row[] window) {
    return Arrays.stream(window).map(SequenceAssemblerTest::text).toList().toString();
  }

  private static String text(Row row) {
    String own = Double.isNaN(row.label()) ? "" : "=" + (int) row.label();
    return (long) row.numeric()[0] + "/" + shown(row.previousLabel()) + own;
  }

  private static List<String> texts(
      KeyedOneInputStreamOperatorTestHarness<String, Arrival, Assembled> harness) {
    return harness.extractOutputValues().stream().map(SequenceAssemblerTest::text).toList();
  }

  @Test
  void window_holds_the_newest_rows_of_its_own_key_with_the_labels_before() throws Exception {
    try (var harness = assembler(new Settings(2, false, true, -1, 1_000, 10))) {
      harness.open();
      harness.processElement(arrival("a", 1, 0, 0, 1));
      harness.processElement(arrival("b", 2, 0, 1, 0));
      harness.processElement(arrival("a", 3, 0, 2, 0));
      harness.processElement(arrival("a", 4, 0, 3, Target.NONE));
      harness.processElement(arrival("a", 5, 0, 4, 1));

      assertThat(texts(harness))
          .containsExactly(
              "events-0-0 1 [1/-1]",
              "events-0-1 0 [2/-1]",
              "events-0-2 0 [1/-1, 3/1]",
              "events-0-3 -1 [3/1, 4/0]",
              "events-0-4 1 [4/0, 5/0]");
    }
  }

  @Test
  void events_wait_for_the_watermark_and_leave_in_total_order() throws Exception {
    try (var harness = assembler(new Settings(3, false, false, -1, 1_000, 10))) {
      harness.open();
      harness.processElement(arrival("a", 5, 1, 0, 1));
      harness.processElement(arrival("a", 5, 0, 9, 1));
      harness.processElement(arrival("a", 3, 1, 1, 1));
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.processWatermark(new Watermark(4));
      assertThat(harness.extractOutputValues())
          .extracting(Assembled::id)
          .containsExactly("events-1-1");
      harness.processWatermark(new Watermark(5));
      assertThat(harness.extractOutputValues())
          .extracting(Assembled::id)
          .containsExactly("events-1-1", "events-0-9", "events-1-0");
    }
  }

  /** Law 1: a savepoint of two subtasks is gone on from by one, which needs no waiting. */
  @Test
  void what_waited_in_a_savepoint_is_taken_before_what_comes_in_order() throws Exception {
    var waiting = assembler(new Settings(3, false, false, -1, 1_000, 10));
    waiting.open();
    waiting.processElement(arrival("a", 5, 0, 0, 1));
    waiting.processElement(arrival("b", 6, 0, 1, 1));
    var savepoint = waiting.snapshot(1, 1);
    waiting.close();
    try (var harness = assembler(new Settings(3, false, true, -1, 1_000, 10))) {
      harness.initializeState(savepoint);
      harness.open();
      harness.processElement(arrival("a", 7, 0, 2, 0));
      harness.processElement(arrival("b", 8, 0, 3, 0));
      assertThat(texts(harness))
          .containsExactly(
              "events-0-0 1 [5/-1]",
              "events-0-1 1 [6/-1]",
              "events-0-2 0 [5/-1, 7/1]",
              "events-0-3 0 [6/-1, 8/1]");
      assertThat(harness.getSideOutput(LATE)).isNull();
    }
  }

  @Test
  void event_behind_the_watermark_goes_to_the_late_output() throws Exception {
    try (var harness = assembler(new Settings(3, false, false, -1, 1_000, 10))) {
      harness.open();
      harness.processWatermark(new Watermark(10));
      harness.processElement(arrival("a", 10, 1, 0, 1));
      assertThat(harness.getSideOutput(LATE)).hasSize(1);
    }
  }

  /** Law 3: a partition that the topic got later, behind event time, where none could be idle. */
  @Test
  void late_event_whose_bytes_were_let_go_keeps_its_place() throws Exception {
    try (var harness = assembler(new Settings(3, false, true, -1, 1_000, 10))) {
      harness.open();
      harness.processElement(arrival("a", 10, 0, 7, 1));
      var event = event("a", 9, 1, 0, 1).withoutRaw();
      harness.processElement(new StreamRecord<>(new EventArrival(event), 9));
      assertThat(harness.getSideOutput(LATE))
          .singleElement()
          .satisfies(
              late -> {
                assertThat(late.getValue().raw().origin()).isEqualTo(event.origin());
                assertThat(late.getValue().raw().value()).isNull();
              });
    }
  }

  @Test
  void label_on_its_own_completes_the_window_as_it_was_predicted() throws Exception {
    try (var harness = assembler(new Settings(2, false, false, 50, 1_000, 10))) {
      harness.open();
      harness.processElement(arrival("a", 1, 0, 0, Target.NONE));
      harness.processElement(arrival("a", 2, 0, 1, Target.NONE));
      harness.processElement(
          new StreamRecord<>(new LabelArrival("a", "events-0-0", 10, 0, 0, 1, 1), 10));
      harness.processElement(arrival("a", 11, 0, 2, Target.NONE));
      harness.processWatermark(new Watermark(1_000_000));

      assertThat(texts(harness))
          .containsExactly(
              "events-0-0 -1 [1/-1]",
              "events-0-1 -1 [1/-1, 2/-1]",
              "label events-0-0 1 [1/-1]",
              "events-0-2 -1 [2/-1, 11/1]",
              "unlabelled events-0-1 at 53",
              "unlabelled events-0-2 at 62");
      assertThat(harness.extractOutputValues().get(4)).isInstanceOf(Unlabelled.class);
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void rows_bear_their_own_labels_where_all_steps_teach() throws Exception {
    try (var harness = assembler(new Settings(3, true, true, -1, 1_000, 10))) {
      harness.open();
      harness.processElement(arrival("a", 1, 0, 0, 1));
      harness.processElement(arrival("a", 2, 0, 1, Target.NONE));
      harness.processElement(arrival("a", 3, 0, 2, 0));
      assertThat(texts(harness))
          .containsExactly(
              "events-0-0 1 [1/-1]",
              "events-0-1 -1 [1/-1=1, 2/1]",
              "events-0-2 0 [1/-1=1, 2/1, 3/1]");
    }
  }

  @Test
  void label_that_comes_later_is_borne_from_then_on_over_a_savepoint_too() throws Exception {
    var settings = new Settings(3, true, false, 50, 1_000, 10);
    var before = assembler(settings);
    before.open();
    before.processElement(arrival("a", 1, 0, 0, Target.NONE));
    before.processElement(arrival("a", 2, 0, 1, Target.NONE));
    before.processWatermark(new Watermark(5));
    var savepoint = before.snapshot(1, 1);
    before.close();
    try (var harness = assembler(settings)) {
      harness.initializeState(savepoint);
      harness.open();
      harness.processElement(
          new StreamRecord<>(new LabelArrival("a", "events-0-0", 10, 0, 0, 1, 1), 10));
      harness.processElement(arrival("a", 11, 0, 2, Target.NONE));
      harness.processWatermark(new Watermark(11));
      assertThat(texts(harness))
          .containsExactly("label events-0-0 1 [1/-1]", "events-0-2 -1 [1/-1=1, 2/-1, 11/1]");
    }
  }

  @Test
  void longer_wait_holds_for_what_a_savepoint_brings_too() throws Exception {
    var before = assembler(new Settings(3, false, false, 100, 1_000, 10));
    before.open();
    before.processElement(arrival("a", 5, 0, 0, Target.NONE));
    before.processElement(arrival("a", 6, 0, 1, Target.NONE));
    before.processWatermark(new Watermark(10));
    var savepoint = before.snapshot(1, 1);
    before.close();
    try (var assembler = assembler(new Settings(3, false, false, 500, 1_000, 10))) {
      assembler.initializeState(savepoint);
      assembler.open();
      assembler.processWatermark(new Watermark(200));
      var label = new LabelArrival("a", "events-0-0", 300, 0, 0, 5, 1);
      assembler.processElement(new StreamRecord<>(label, 300));
      assembler.processWatermark(new Watermark(10_000));
      assertThat(texts(assembler))
          .containsExactly("label events-0-0 1 [5/-1]", "unlabelled events-0-1 at 507");
      assertThat(assembler.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void sequence_starts_anew_after_its_time_to_live() throws Exception {
    try (var harness = assembler(new Settings(4, false, true, -1, 100, 10))) {
      harness.open();
      harness.processElement(arrival("a", 1, 0, 0, 1));
      harness.processElement(arrival("a", 101, 0, 1, 1));
      harness.processElement(arrival("a", 202, 0, 2, 1));
      assertThat(texts(harness))
          .containsExactly(
              "events-0-0 1 [1/-1]", "events-0-1 1 [1/-1, 101/1]", "events-0-2 1 [202/-1]");
    }
  }

  /** Law 3: a stream of a user's own may have any time. */
  @Test
  @Timeout(60)
  void event_at_the_end_of_time_does_not_stop_the_job() throws Exception {
    try (var harness = assembler(new Settings(4, false, false, 50, 100, 10))) {
      harness.open();
      harness.processElement(arrival("a", Long.MAX_VALUE - 10, 0, 0, Target.NONE));
      harness.processWatermark(new Watermark(Long.MAX_VALUE - 5));
      harness.processWatermark(new Watermark(Long.MAX_VALUE));
      assertThat(texts(harness)).hasSize(2);
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void sequences_that_leave_the_heap_come_back_as_they_were() throws Exception {
    try (var small = assembler(new Settings(3, false, true, -1, 10_000, 1));
        var large = assembler(new Settings(3, false, true, -1, 10_000, 100))) {
      small.open();
      large.open();
      var random = new Random(7);
      for (int i = 0; i < 200; i++) {
        var record = arrival("k" + random.nextInt(5), i, 0, i, random.nextInt(3) - 1);
        small.processElement(record);
        large.processElement(record);
      }
      assertThat(texts(small)).isEqualTo(texts(large));
    }
  }

  /** Law 1: neither the order of arrival nor watermarks nor restores change an example. */
  @Test
  void examples_are_a_function_of_the_log() throws Exception {
    for (long seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var arrivals = arrivals(random);
      var expected = run(arrivals, 0, new Random(seed));
      for (int repeat = 1; repeat < 4; repeat++) {
        Collections.shuffle(arrivals, random);
        assertThat(run(arrivals, repeat, random)).as("seed %d", seed).isEqualTo(expected);
      }
    }
  }

  private static List<Arrival> arrivals(Random random) {
    var arrivals = new ArrayList<Arrival>();
    for (int i = 0; i < 40; i++) {
      long time = random.nextInt(300);
      var event = event("k" + random.nextInt(3), time, random.nextInt(2), i, Target.NONE);
      arrivals.add(new EventArrival(event));
      if (random.nextInt(4) > 0) {
        long later = time + random.nextInt(51);
        arrivals.add(
            new LabelArrival(
                event.key(),
                event.id(),
                later,
                event.origin().partition(),
                i,
                time,
                random.nextInt(3)));
      }
    }
    return arrivals;
  }

  private static List<String> run(List<Arrival> arrivals, int restores, Random random)
      throws Exception {
    var settings = new Settings(3, true, false, 50, 40, 2);
    var results = new ArrayList<Assembled>();
    var harness = assembler(settings);
    try {
      harness.open();
      for (int i = 0; i < arrivals.size(); i++) {
        Arrival arrival = arrivals.get(i);
        harness.processElement(new StreamRecord<>(arrival, arrival.time()));
        long earliest =
            arrivals.subList(i + 1, arrivals.size()).stream()
                .mapToLong(Arrival::time)
                .min()
                .orElse(Long.MAX_VALUE);
        if (random.nextInt(3) == 0) {
          harness.processWatermark(new Watermark(earliest - 1));
        }
        if (restores > 0 && random.nextInt(8) == 0) {
          results.addAll(harness.extractOutputValues());
          var snapshot = harness.snapshot(i, i);
          harness.close();
          harness = assembler(settings);
          harness.initializeState(snapshot);
          harness.open();
        }
      }
      harness.processWatermark(new Watermark(Long.MAX_VALUE));
      results.addAll(harness.extractOutputValues());
      harness.snapshot(1_000, 1_000); // what was restored for the order is taken away here
      assertThat(harness.numKeyedStateEntries()).isZero();
    } finally {
      harness.close();
    }
    results.sort(Ordered.TOTAL);
    return results.stream().map(SequenceAssemblerTest::text).toList();
  }
}
