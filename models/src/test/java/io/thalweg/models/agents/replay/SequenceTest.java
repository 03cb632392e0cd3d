package io.thalweg.models.agents.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.replay.ReplaySettings.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences that are read from a linked memory, by walking back. */
class SequenceTest {
  private static final int STREAMS = 3;

  private static ReplaySettings settings(int capacity, Storage storage) {
    return new ReplaySettings(capacity, 1, STREAMS, 1, 0.9, storage, null, false, true);
  }

  private static Transition step(int from, int to, boolean terminated, boolean truncated) {
    return new Transition(new float[] {from}, 0, from, new float[] {to}, terminated, truncated);
  }

  private static List<Integer> sequence(ReplayMemory memory, int slot, int most) {
    int[] slots = new int[most];
    int count = memory.sequence(slot, slots);
    List<Integer> seen = new ArrayList<>();
    float[] observation = new float[1];
    for (int i = 0; i < count; i++) {
      memory.observation(slots[i], observation, 0);
      seen.add((int) observation[0]);
    }
    return seen;
  }

  /** Episodes of all streams at random, beside lists of what each transition's episode was. */
  private static List<List<Integer>> fill(ReplayMemory memory, Random random, int count) {
    List<List<Integer>> expected = new ArrayList<>();
    List<List<Integer>> running = new ArrayList<>();
    for (int stream = 0; stream < STREAMS; stream++) {
      running.add(new ArrayList<>());
    }
    for (int i = 0; i < count; i++) {
      int stream = random.nextInt(STREAMS);
      List<Integer> episode = running.get(stream);
      int from = episode.isEmpty() ? random.nextInt(200) : episode.get(0) + 1;
      int end = random.nextInt(12);
      memory.observe(step(from, from + 1, end == 0, end == 1), stream);
      episode.add(0, from);
      expected.add(List.copyOf(episode));
      if (end < 2 || from > 250) {
        memory.interrupt(stream);
        episode.clear();
      }
    }
    return expected;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 1_000})
  void a_sequence_is_what_is_remembered_of_the_episode_up_to_its_slot(int capacity) {
    for (Storage storage : Storage.values()) {
      ReplayMemory memory = new ReplayMemory(settings(capacity, storage));
      List<List<Integer>> expected = fill(memory, new Random(capacity), 400);
      for (int i = Math.max(0, 400 - capacity); i < 400; i++) {
        int slot = i % capacity;
        List<Integer> found = sequence(memory, slot, 5);
        List<Integer> episode = expected.get(i);
        assertThat(episode).as("transition %d", i).startsWith(found.toArray(Integer[]::new));
        assertThat(memory.begins(slot)).isEqualTo(episode.size() == 1);
        if (capacity == 1_000) {
          assertThat(found).hasSize(Math.min(5, episode.size()));
        }
      }
    }
  }

  @Test
  void a_sequence_ends_where_the_ring_has_forgotten_what_came_before() {
    ReplayMemory memory = new ReplayMemory(settings(4, Storage.FLOATS));
    for (int i = 0; i < 6; i++) {
      memory.observe(step(i, i + 1, false, false), 0);
    }
    assertThat(sequence(memory, 5 % 4, 10)).containsExactly(5, 4, 3, 2);
    assertThat(sequence(memory, 2, 10)).containsExactly(2);
    assertThat(memory.begins(2)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void what_does_not_begin_where_the_step_before_led_has_lost_something(Storage storage) {
    ReplayMemory memory = new ReplayMemory(settings(10, storage));
    memory.observe(step(1, 2, false, false), 0);
    memory.observe(step(2, 3, false, false), 0);
    memory.observe(step(7, 8, false, false), 0);
    memory.observe(step(8, 9, false, false), 0);
    assertThat(sequence(memory, 1, 10)).containsExactly(2, 1);
    assertThat(sequence(memory, 3, 10)).containsExactly(8, 7);
    assertThat(memory.begins(2)).isTrue();
  }

  @Test
  void a_restored_memory_goes_on_with_its_sequences() throws IOException {
    ReplayMemory original = new ReplayMemory(settings(50, Storage.FLOATS));
    original.observe(step(1, 2, false, false), 1);
    original.observe(step(5, 6, false, false), 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Map<Integer, byte[]> chunks = original.snapshot(new DataOutputStream(bytes));
    ReplayMemory restored = new ReplayMemory(settings(50, Storage.FLOATS));
    restored.restore(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), chunks.values());
    restored.observe(step(2, 3, false, false), 1);
    assertThat(sequence(restored, 2, 10)).containsExactly(2, 1);
    assertThat(restored.begins(0)).isTrue();
  }

  @Test
  void returns_of_several_steps_are_not_linked() {
    assertThatThrownBy(
            () -> new ReplaySettings(10, 1, 1, 3, 0.9, Storage.FLOATS, null, false, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("linked returns of 3 steps found, of 1 expected");
  }
}
