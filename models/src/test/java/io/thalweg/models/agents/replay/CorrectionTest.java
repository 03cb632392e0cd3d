package io.thalweg.models.agents.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.replay.ReplaySettings.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A memory whose rewards were corrected is one that was right from the beginning. */
class CorrectionTest {
  private static ReplayMemory memory(int steps, int capacity) {
    return new ReplayMemory(
        new ReplaySettings(capacity, 2, 2, steps, 0.9, Storage.FLOATS, null, true, false));
  }

  private record Step(Transition transition, int stream) {}

  private static List<Step> episodes(int count, long seed) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    long[] episode = new long[2];
    long[] step = new long[2];
    float[][] at = {{0, 0}, {1, 1}};
    for (int i = 0; i < count; i++) {
      int stream = random.nextInt(2);
      float[] next = {random.nextFloat(), random.nextFloat()};
      boolean ends = random.nextInt(5) == 0;
      steps.add(
          new Step(
              new Transition(
                  at[stream],
                  0,
                  random.nextFloat(),
                  next,
                  ends,
                  false,
                  new Moment(stream, episode[stream], step[stream])),
              stream));
      at[stream] = next;
      step[stream] = ends ? 0 : step[stream] + 1;
      episode[stream] += ends ? 1 : 0;
    }
    return steps;
  }

  private static Transition with(Transition t, float reward) {
    return new Transition(
        t.observation(), t.action(), reward, t.next(), t.terminated(), t.truncated(), t.at());
  }

  @ParameterizedTest(name = "{0} steps, seed {1}")
  @CsvSource({"1, 1", "3, 2", "3, 3", "5, 4", "5, 5"})
  void corrected_at_any_time_rewards_are_as_if_they_had_been_right(int steps, long seed)
      throws IOException {
    ReplayMemory right = memory(steps, 60);
    ReplayMemory corrected = memory(steps, 60);
    Random random = new Random(seed);
    List<Step> all = episodes(150, seed);
    List<Runnable> pending = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Step step = all.get(i);
      right.observe(step.transition(), step.stream());
      boolean later = random.nextInt(3) == 0;
      corrected.observe(later ? with(step.transition(), 0) : step.transition(), step.stream());
      if (later) {
        ReplayMemory now = corrected;
        pending.add(
            () -> now.correct(step.transition().at(), step.transition().reward(), step.stream()));
      }
      if (i == 70) {
        pending.forEach(Runnable::run);
        pending.clear();
        corrected = restored(corrected, steps);
      }
    }
    pending.forEach(Runnable::run);
    assertThat(corrected.size()).isEqualTo(right.size());
    for (int slot = 0; slot < right.size(); slot++) {
      assertThat(corrected.reward(slot)).isCloseTo(right.reward(slot), within(1e-5f));
    }
  }

  private static ReplayMemory restored(ReplayMemory memory, int steps) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Map<Integer, byte[]> chunks = new HashMap<>(memory.snapshot(new DataOutputStream(bytes)));
    ReplayMemory restored = memory(steps, 60);
    restored.restore(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), chunks.values());
    return restored;
  }

  @Test
  void what_is_forgotten_cannot_be_corrected() {
    ReplayMemory memory = memory(1, 10);
    List<Step> all = episodes(30, 6);
    all.forEach(step -> memory.observe(step.transition(), step.stream()));
    assertThat(memory.correct(all.get(5).transition().at(), 1, all.get(5).stream())).isFalse();
    assertThat(memory.correct(all.get(25).transition().at(), 1, all.get(25).stream())).isTrue();
  }

  @Test
  void a_return_that_a_gap_has_cut_is_not_corrected_by_what_came_behind_it() {
    ReplayMemory memory = memory(3, 10);
    float[] here = {0, 0};
    memory.observe(new Transition(here, 0, 1, here, false, false, new Moment(0, 0, 0)), 0);
    memory.interrupt(0);
    memory.observe(new Transition(here, 0, 1, here, true, false, new Moment(0, 0, 1)), 0);
    memory.correct(new Moment(0, 0, 1), 10, 0);
    assertThat(memory.reward(0)).isEqualTo(1);
    assertThat(memory.reward(1)).isEqualTo(11);
  }

  @Test
  void a_memory_of_final_rewards_says_so() {
    ReplayMemory memory =
        new ReplayMemory(new ReplaySettings(10, 2, 1, 1, 0.9, Storage.FLOATS, null));
    assertThatThrownBy(() -> memory.correct(new Moment(0, 0, 0), 1, 0))
        .hasMessage("memory of final rewards found, a correctable one expected");
  }
}
