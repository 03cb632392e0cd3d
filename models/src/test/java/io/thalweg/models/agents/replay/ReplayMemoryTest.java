package io.thalweg.models.agents.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.replay.ReplaySettings.Priorities;
import io.thalweg.models.agents.replay.ReplaySettings.Storage;
import io.thalweg.models.features.Batch;
import io.thalweg.models.random.Generator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayMemoryTest {
  private static final Priorities PRIORITIES = new Priorities(0.6, 1e-3);

  private static ReplaySettings settings(int capacity, int inputs, int steps, Priorities how) {
    return settings(capacity, inputs, steps, Storage.FLOATS, how);
  }

  private static ReplaySettings settings(
      int capacity, int inputs, int steps, Storage storage, Priorities how) {
    return new ReplaySettings(capacity, inputs, 3, steps, 0.9, storage, how);
  }

  static List<ReplaySettings> settings() {
    List<ReplaySettings> all = new ArrayList<>();
    for (Priorities how : new Priorities[] {null, PRIORITIES}) {
      all.add(settings(1, 1, 1, how));
      all.add(settings(100, 3, 1, how));
      all.add(settings(100, 3, 4, how));
      // Several segments, the last of them with fewer slots.
      all.add(settings(70, 2000, 1, how));
      all.add(settings(70, 2000, 3, how));
      all.add(settings(70, 5000, 3, Storage.BYTES, how));
    }
    // Several chunks of priorities.
    all.add(settings(20_000, 1, 2, PRIORITIES));
    return all;
  }

  /** Environments that walk at random, one after the other in any order; some steps are lost. */
  private static final class Walks {
    private final Random random;
    private final float[][] places;

    Walks(long seed, int inputs) {
      random = new Random(seed);
      places = new float[3][inputs];
    }

    int stream() {
      return random.nextInt(3);
    }

    Transition step(int stream) {
      if (random.nextInt(40) == 0) {
        places[stream] = place();
      }
      float[] from = places[stream];
      float[] to = place();
      boolean terminated = random.nextInt(8) == 0;
      boolean truncated = random.nextInt(8) == 0;
      places[stream] = terminated || truncated ? place() : to;
      return new Transition(from, random.nextInt(4), random.nextFloat(), to, terminated, truncated);
    }

    private float[] place() {
      float[] place = new float[places[0].length];
      for (int i = 0; i < place.length; i++) {
        // As a whole number, which all memories can store.
        place[i] = random.nextInt(256);
      }
      return place;
    }
  }

  private record Remembered(
      List<Float> observation, int action, float reward, List<Float> next, float discount) {}

  private static List<Float> list(float[] numbers) {
    List<Float> list = new ArrayList<>();
    for (float number : numbers) {
      list.add(number);
    }
    return list;
  }

  private static Remembered remembered(ReplayMemory memory, int inputs, int slot) {
    Batch batch = new Batch(2, 1, inputs);
    memory.addObservation(slot, batch);
    memory.addNext(slot, batch);
    return new Remembered(
        list(Arrays.copyOf(batch.values(), inputs)),
        memory.action(slot),
        memory.reward(slot),
        list(Arrays.copyOfRange(batch.values(), inputs, 2 * inputs)),
        memory.discount(slot));
  }

  /** The returns by their definition, from the whole history of each stream. */
  private static final class Model {
    private final ReplaySettings settings;
    private final List<List<Transition>> waiting = List.of(list(), list(), list());
    final List<Remembered> all = new ArrayList<>();

    private static List<Transition> list() {
      return new ArrayList<>();
    }

    Model(ReplaySettings settings) {
      this.settings = settings;
    }

    void observe(Transition transition, int stream) {
      List<Transition> steps = waiting.get(stream);
      if (!steps.isEmpty()
          && !Arrays.equals(steps.get(steps.size() - 1).next(), transition.observation())) {
        while (!steps.isEmpty()) {
          completeOldest(steps);
        }
      }
      steps.add(transition);
      while (!steps.isEmpty() && (transition.ends() || steps.size() == settings.steps())) {
        completeOldest(steps);
      }
    }

    private void completeOldest(List<Transition> steps) {
      Transition last = steps.get(steps.size() - 1);
      double sum = 0;
      double discount = 1;
      for (int i = steps.size() - 1; i >= 0; i--) {
        sum = steps.get(i).reward() + settings.discount() * sum;
        discount *= settings.discount();
      }
      Transition oldest = steps.remove(0);
      all.add(
          new Remembered(
              ReplayMemoryTest.list(oldest.observation()),
              oldest.action(),
              (float) sum,
              ReplayMemoryTest.list(last.next()),
              last.terminated() ? 0 : (float) discount));
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void it_remembers_what_a_list_of_the_newest_would(ReplaySettings settings) {
    ReplayMemory memory = new ReplayMemory(settings);
    Model model = new Model(settings);
    Walks walks = new Walks(settings.hashCode(), settings.inputs());
    for (int i = 0; i < 500; i++) {
      int stream = walks.stream();
      Transition transition = walks.step(stream);
      memory.observe(transition, stream);
      model.observe(transition, stream);
      assertThat(memory.added()).isEqualTo(model.all.size());
      assertThat(memory.size()).isEqualTo(Math.min(settings.capacity(), model.all.size()));
      if (i % 50 == 49) {
        for (int number = model.all.size() - memory.size(); number < model.all.size(); number++) {
          int slot = number % settings.capacity();
          assertThat(remembered(memory, settings.inputs(), slot)).isEqualTo(model.all.get(number));
        }
      }
    }
  }

  private static ReplayMemory filled(ReplaySettings settings, int transitions) {
    ReplayMemory memory = new ReplayMemory(settings);
    Walks walks = new Walks(5, settings.inputs());
    for (int i = 0; i < transitions; i++) {
      int stream = walks.stream();
      memory.observe(walks.step(stream), stream);
    }
    return memory;
  }

  @Test
  void uniform_draws_find_every_transition_as_often_and_weigh_it_one() {
    ReplayMemory memory = filled(settings(50, 2, 1, null), 70);
    Draws draws = new Draws(32);
    Generator generator = new Generator(1);
    int[] counts = new int[50];
    for (int i = 0; i < 5_000; i++) {
      memory.draw(generator, 0.4, draws);
      for (int j = 0; j < draws.count(); j++) {
        counts[draws.slot(j)]++;
      }
    }
    assertThat(draws.weights()).containsOnly(1);
    for (int count : counts) {
      // Five standard deviations.
      assertThat((double) count).isCloseTo(3200, within(5 * Math.sqrt(3200)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.6, 1})
  void prioritised_draws_are_as_frequent_and_weigh_as_the_paper_says(double alpha) {
    int capacity = 16;
    Priorities how = new Priorities(alpha, 0.01);
    ReplayMemory memory = filled(settings(capacity, 1, 1, how), capacity);
    Draws every = new Draws(capacity);
    double[] errors = new double[capacity];
    for (int i = 0; i < capacity; i++) {
      every.slots[i] = i;
      errors[i] = i % 2 == 0 ? i : -i;
    }
    memory.learned(every, errors);
    double[] probabilities = new double[capacity];
    double sum = 0;
    for (int i = 0; i < capacity; i++) {
      sum += Math.pow(i + 0.01, alpha);
    }
    for (int i = 0; i < capacity; i++) {
      probabilities[i] = Math.pow(i + 0.01, alpha) / sum;
    }
    Draws draws = new Draws(8);
    Generator generator = new Generator(2);
    int[] counts = new int[capacity];
    int rounds = 20_000;
    double beta = 0.5;
    for (int round = 0; round < rounds; round++) {
      memory.draw(generator, beta, draws);
      double greatest = 0;
      for (int j = 0; j < draws.count(); j++) {
        greatest = Math.max(greatest, Math.pow(16 * probabilities[draws.slot(j)], -beta));
      }
      for (int j = 0; j < draws.count(); j++) {
        counts[draws.slot(j)]++;
        double weight = Math.pow(16 * probabilities[draws.slot(j)], -beta) / greatest;
        assertThat((double) draws.weights()[j]).isCloseTo(weight, within(1e-6));
      }
    }
    for (int i = 0; i < capacity; i++) {
      double expected = 8.0 * rounds * probabilities[i];
      assertThat((double) counts[i])
          .as("slot %d", i)
          .isCloseTo(expected, within(5 * Math.sqrt(expected) + 1));
    }
  }

  @Test
  void a_new_transition_has_the_highest_priority_there_ever_was() {
    ReplayMemory memory = filled(settings(4, 1, 1, new Priorities(1, 0.5)), 4);
    Draws draws = new Draws(4);
    memory.draw(new Generator(1), 1, draws);
    assertThat(draws.slots).as("all equal, so each range is a slot").containsExactly(0, 1, 2, 3);
    memory.learned(draws, new double[] {99.5, 0, 0, 0});
    memory.learned(draws, new double[] {0, 0, 0, 0});
    memory.observe(new Walks(1, 1).step(0), 0);
    memory.draw(new Generator(1), 1, draws);
    // Priorities 100, 0.5, 0.5, 0.5: the first three of four ranges are the new one's alone.
    assertThat(draws.slots).startsWith(0, 0, 0);
  }

  private record Saved(byte[] core, Map<Integer, byte[]> changed) {}

  private static Saved save(ReplayMemory memory) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Map<Integer, byte[]> changed = memory.snapshot(new DataOutputStream(bytes));
    return new Saved(bytes.toByteArray(), changed);
  }

  private static ReplayMemory restored(ReplaySettings settings, byte[] core, List<byte[]> chunks)
      throws IOException {
    ReplayMemory memory = new ReplayMemory(settings);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(core));
    memory.restore(in, chunks);
    assertThat(in.available()).isZero();
    return memory;
  }

  private static void learn(ReplayMemory memory, Generator generator, List<Object> seen) {
    if (memory.size() == 0) {
      return;
    }
    Draws draws = new Draws(5);
    memory.draw(generator, 0.5, draws);
    double[] errors = new double[5];
    for (int i = 0; i < 5; i++) {
      errors[i] = generator.nextDouble() * 2;
      seen.add(draws.slot(i));
      seen.add(draws.weights()[i]);
      seen.add(memory.reward(draws.slot(i)));
      seen.add(memory.discount(draws.slot(i)));
      seen.add(memory.action(draws.slot(i)));
    }
    memory.learned(draws, errors);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void what_is_restored_goes_on_as_the_original_at_any_moment(ReplaySettings settings)
      throws IOException {
    Random random = new Random(settings.hashCode());
    Walks walks = new Walks(8, settings.inputs());
    Generator generator = new Generator(9);
    ReplayMemory original = new ReplayMemory(settings);
    ReplayMemory copy = new ReplayMemory(settings);
    Generator copied = new Generator(9);
    Map<Integer, byte[]> chunks = new TreeMap<>();
    for (int round = 0; round < 40; round++) {
      List<Object> seen = new ArrayList<>();
      List<Object> seenByCopy = new ArrayList<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        int stream = walks.stream();
        Transition transition = walks.step(stream);
        original.observe(transition, stream);
        copy.observe(transition, stream);
        learn(original, generator, seen);
        learn(copy, copied, seenByCopy);
      }
      assertThat(seenByCopy).as("round %d", round).isEqualTo(seen);
      Saved saved = save(copy);
      chunks.putAll(saved.changed);
      copy = restored(settings, saved.core, List.copyOf(chunks.values()));
      copied = new Generator(copied.state());
      int last = Math.max(0, original.size() - 1);
      assertThat(remembered(copy, settings.inputs(), last))
          .isEqualTo(remembered(original, settings.inputs(), last));
    }
  }

  @Test
  void a_snapshot_costs_what_is_new() throws IOException {
    ReplaySettings settings = settings(20_000, 4, 1, null);
    ReplayMemory memory = filled(settings, 20_000);
    assertThat(save(memory).changed).hasSizeGreaterThan(10);
    assertThat(save(memory).changed).isEmpty();
    memory.observe(new Walks(1, 4).step(0), 0);
    Saved saved = save(memory);
    assertThat(saved.changed).hasSize(1);
    assertThat(saved.changed.get(0).length).isLessThan(70_000);
  }

  @Test
  void a_chunk_that_is_old_missing_or_cut_short_is_refused() throws IOException {
    ReplaySettings settings = settings(100, 2000, 1, PRIORITIES);
    ReplayMemory memory = filled(settings, 60);
    Map<Integer, byte[]> old = save(memory).changed;
    memory.observe(new Walks(1, 2000).step(0), 0);
    Saved saved = save(memory);
    Map<Integer, byte[]> chunks = new TreeMap<>(old);
    assertThatThrownBy(() -> restored(settings, saved.core, List.copyOf(chunks.values())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2 chunks of the replay memory are missing");
    chunks.putAll(saved.changed);
    assertThat(restored(settings, saved.core, List.copyOf(chunks.values())).size()).isEqualTo(61);
    chunks.computeIfPresent(1, (number, bytes) -> Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> restored(settings, saved.core, List.copyOf(chunks.values())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chunk 1 of");
    chunks.remove(1);
    assertThatThrownBy(() -> restored(settings, saved.core, List.copyOf(chunks.values())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void another_memorys_snapshot_is_refused() throws IOException {
    Saved saved = save(filled(settings(10, 2, 1, null), 5));
    assertThatThrownBy(
            () ->
                restored(settings(10, 3, 1, null), saved.core, List.copyOf(saved.changed.values())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inputs=2");
  }

  @Test
  void a_memory_larger_than_the_heap_is_refused_before_it_is_allocated() {
    ReplaySettings absurd = settings(1 << 28, 1 << 20, 1, null);
    assertThatThrownBy(() -> new ReplayMemory(absurd))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lower its capacity");
    assertThatThrownBy(() -> settings(Integer.MAX_VALUE, 1, 1, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("capacity 2147483647 found");
    // 1,000 transitions of 2 × 4 + 3 numbers of four bytes.
    assertThat(settings(1000, 4, 1, null).bytes()).isEqualTo(44_000);
  }

  @Test
  void whole_numbers_take_a_byte_each_and_others_are_told() {
    ReplaySettings board = settings(1000, 400, 1, Storage.BYTES, null);
    assertThat(board.bytes()).isEqualTo(1000 * (2 * 400 + 12));
    ReplayMemory memory = new ReplayMemory(settings(10, 1, 1, Storage.BYTES, null));
    for (float odd : new float[] {-1, 256, 0.5f, Float.NaN, 1e20f}) {
      Transition from = new Transition(new float[] {odd}, 0, 0, new float[1], false, false);
      Transition to = new Transition(new float[1], 0, 0, new float[] {odd}, false, false);
      assertThat(memory.flaw(from)).as("from %s", odd).isPresent();
      assertThat(memory.flaw(to)).as("to %s", odd).isPresent();
    }
    float[] ends = {255};
    assertThat(memory.flaw(new Transition(ends, 0, 0, new float[1], false, false))).isEmpty();
    assertThat(new ReplayMemory(settings(10, 1, 1, null)).flaw(new Walks(1, 1).step(0))).isEmpty();
  }

  @Test
  void transitions_that_nothing_can_be_learned_from_are_drawn_less_and_less() {
    ReplayMemory memory = filled(settings(4, 1, 1, new Priorities(1, 0.25)), 4);
    Draws draws = new Draws(1);
    draws.slots[0] = 2;
    memory.refused(draws);
    Draws four = new Draws(4);
    memory.draw(new Generator(1), 1, four);
    // The priorities are 1, 1, 1/2, 1; slot 2 has weight 1 as the least.
    for (int i = 0; i < 4; i++) {
      assertThat(four.weights()[i]).isEqualTo(four.slot(i) == 2 || !has(four, 2) ? 1 : 0.5f);
    }
    for (int i = 0; i < 5; i++) {
      memory.refused(draws);
    }
    memory.learned(new Draws(1), new double[] {0});
    Draws many = new Draws(1000);
    memory.draw(new Generator(1), 1, many);
    // Slots 0 and 2 both have the priority of no error now, which is 1/4.
    assertThat(many.weights()).contains(1, 0.25f);
    assertThat(Arrays.stream(many.slots).filter(slot -> slot == 2).count()).isBetween(99L, 101L);
  }

  private static boolean has(Draws draws, int slot) {
    return Arrays.stream(draws.slots).anyMatch(each -> each == slot);
  }

  @Test
  void an_empty_memory_and_an_unknown_stream_are_told() {
    ReplayMemory memory = new ReplayMemory(settings(10, 2, 1, null));
    assertThatThrownBy(() -> memory.draw(new Generator(1), 1, new Draws(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> memory.observe(new Walks(1, 2).step(0), 3))
        .hasMessageContaining("stream 3 found, 0 to 2 expected");
  }
}
