package io.thalweg.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.agents.Correction;
import io.thalweg.connectors.agents.LogEntry;
import io.thalweg.connectors.agents.Reward;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.jobs.stream.ElementSerializer;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.jobs.stream.StreamElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class RewardJoinTest {
  private static final long WAIT = 100;
  private static final OutputTag<Rejected> LATE =
      new OutputTag<>("late", StreamElement.REJECTED.information(Rejected.class));

  private static KeyedTwoInputStreamOperatorTestHarness<String, Transition, Rewarded, LogEntry>
      join() throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<String, Transition, Rewarded, LogEntry>(
            new KeyedCoProcessOperator<>(new RewardJoin(WAIT, 1_000_000, LATE)),
            Transition::environment,
            rewarded -> rewarded.reward().environment(),
            Types.STRING,
            8,
            1,
            0);
    harness.setup(new ElementSerializer<>(AgentElement.LOG_ENTRY));
    return harness;
  }

  private static StreamRecord<Transition> step(long step, long time) {
    float[] seen = {step};
    return new StreamRecord<>(
        new Transition("a", 0, step, time, seen, 0, 1, 0, -1, seen, false, false), time);
  }

  private static StreamRecord<Rewarded> reward(long step, long time, double value, boolean late) {
    var raw = new RawRecord(new Origin("rewards", 0, time), time, null, new byte[] {1});
    return new StreamRecord<>(new Rewarded(new Reward("a", 0, step, time, value, raw), late), time);
  }

  private static void watermark(
      KeyedTwoInputStreamOperatorTestHarness<String, Transition, Rewarded, LogEntry> harness,
      long time)
      throws Exception {
    harness.processWatermark1(new Watermark(time));
    harness.processWatermark2(new Watermark(time));
  }

  private static List<String> log(
      KeyedTwoInputStreamOperatorTestHarness<String, Transition, Rewarded, LogEntry> harness) {
    return harness.extractOutputValues().stream().map(RewardJoinTest::text).toList();
  }

  private static String text(LogEntry entry) {
    return entry instanceof Correction correction
        ? "%d: %.0f instead of %.0f"
            .formatted(correction.step(), correction.reward(), correction.insteadOf())
        : "%d: %.0f".formatted(entry.step(), ((Transition) entry).reward());
  }

  @Test
  void a_transition_waits_for_its_reward_and_those_behind_it_wait_too() throws Exception {
    try (var harness = join()) {
      harness.open();
      harness.processElement1(step(0, 1_000));
      harness.processElement1(step(1, 1_010));
      harness.processElement2(reward(1, 1_050, 7, false));
      assertThat(log(harness)).isEmpty();
      harness.processElement2(reward(0, 1_090, 5, false));
      assertThat(log(harness)).containsExactly("0: 5", "1: 7");
    }
  }

  @Test
  void without_one_in_time_it_has_what_its_environment_said_and_is_corrected_later()
      throws Exception {
    try (var harness = join()) {
      harness.open();
      harness.processElement1(step(0, 1_000));
      watermark(harness, 1_099);
      assertThat(log(harness)).isEmpty();
      watermark(harness, 1_100);
      assertThat(log(harness)).containsExactly("0: -1");
      harness.processElement2(reward(0, 1_500, 3, false));
      harness.processElement2(reward(0, 1_500, 3, false));
      harness.processElement2(reward(0, 1_600, 4, false));
      assertThat(log(harness)).containsExactly("0: -1", "0: 3 instead of -1", "0: 4 instead of 3");
    }
  }

  @Test
  void a_reward_beyond_the_wait_or_late_in_its_partition_does_not_join_though_it_is_there()
      throws Exception {
    try (var harness = join()) {
      harness.open();
      harness.processElement2(reward(0, 1_101, 3, false));
      harness.processElement2(reward(1, 1_020, 4, true));
      harness.processElement1(step(0, 1_000));
      harness.processElement1(step(1, 1_010));
      assertThat(log(harness)).isEmpty();
      watermark(harness, 1_110);
      assertThat(log(harness))
          .containsExactly("0: -1", "0: 3 instead of -1", "1: -1", "1: 4 instead of -1");
    }
  }

  @Test
  void a_reward_of_nothing_goes_to_the_late_output() throws Exception {
    try (var harness = join()) {
      harness.open();
      harness.processElement2(reward(9, 1_000, 3, false));
      watermark(harness, 1_099);
      assertThat(harness.getSideOutput(LATE)).isNull();
      watermark(harness, 1_101);
      assertThat(harness.getSideOutput(LATE)).hasSize(1);
    }
  }

  /** The order of arrival and the moments of watermarks do not matter, as long as none is late. */
  @Test
  void joins_are_the_same_however_the_two_topics_are_read() throws Exception {
    Random random = new Random(1);
    long[] known = new long[30];
    for (int i = 0; i < known.length; i++) {
      known[i] = 1_000 + 10L * i + random.nextInt(200);
    }
    List<String> expected = null;
    for (int seed = 0; seed < 20; seed++) {
      List<String> found = read(known, seed);
      expected = expected == null ? found : expected;
      assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }
    assertThat(expected).anyMatch(entry -> entry.endsWith("instead of -1"));
    assertThat(expected).hasSizeGreaterThan(known.length);
  }

  private static List<String> read(long[] known, int seed) throws Exception {
    Random random = new Random(seed);
    List<Integer> rewards = new ArrayList<>();
    for (int i = 0; i < known.length; i++) {
      rewards.add(i);
    }
    rewards.sort((one, other) -> Long.compare(known[one], known[other]));
    List<LogEntry> all = new ArrayList<>();
    int steps = 0;
    int rewarded = 0;
    var harness = join();
    harness.open();
    while (steps < known.length || rewarded < known.length) {
      boolean step = rewarded == known.length || (steps < known.length && random.nextBoolean());
      if (step) {
        harness.processElement1(step(steps, 1_000 + 10L * steps));
        steps++;
      } else {
        int next = rewards.get(rewarded++);
        harness.processElement2(reward(next, known[next], next, false));
      }
      if (random.nextInt(4) == 0) {
        if (steps > 0) {
          harness.processWatermark1(new Watermark(1_000 + 10L * (steps - 1) - 1));
        }
        if (rewarded > 0) {
          harness.processWatermark2(new Watermark(known[rewards.get(rewarded - 1)] - 1));
        }
      }
      if (random.nextInt(10) == 0) {
        var snapshot = harness.snapshot(1, 1);
        all.addAll(harness.extractOutputValues());
        harness.close();
        harness = join();
        harness.initializeState(snapshot);
        harness.open();
      }
    }
    watermark(harness, Long.MAX_VALUE);
    all.addAll(harness.extractOutputValues());
    harness.close();
    List<String> texts = new ArrayList<>(all.stream().map(RewardJoinTest::text).toList());
    Collections.sort(texts);
    return texts;
  }
}
