package io.thalweg.models.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What every agent must keep, whatever it learns by. */
public final class AgentContract {
  private static final int STREAMS = 2;

  private AgentContract() {}

  /** A transition and where it comes from. */
  public record Observed(Transition transition, int stream) {}

  /** Episodes of two environments at random; every action has been taken at random. */
  public static List<Observed> experience(long seed, int count, int inputs, int actions) {
    Random random = new Random(seed);
    float[][] places = new float[STREAMS][inputs];
    List<Observed> experience = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int stream = random.nextInt(STREAMS);
      float[] from = places[stream];
      float[] to = place(random, inputs);
      boolean terminated = random.nextInt(10) == 0;
      boolean truncated = !terminated && random.nextInt(10) == 0;
      places[stream] = terminated || truncated ? place(random, inputs) : to;
      int action = random.nextInt(actions);
      float reward = from[0] * (action - 1);
      experience.add(
          new Observed(new Transition(from, action, reward, to, terminated, truncated), stream));
    }
    return experience;
  }

  private static float[] place(Random random, int inputs) {
    float[] place = new float[inputs];
    for (int i = 0; i < inputs; i++) {
      place[i] = (float) random.nextGaussian();
    }
    return place;
  }

  private static byte[] save(Agent agent, Map<Integer, byte[]> chunks) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    chunks.putAll(agent.snapshot(new DataOutputStream(bytes)));
    return bytes.toByteArray();
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  /**
   * One that is stopped and restored at random moments goes on like one that never stops, bit for
   * bit; a checkpoint has no influence either.
   *
   * @param made fresh agents of the same settings
   * @return updates that were applied
   */
  public static long assertRestoresExactly(
      Supplier<? extends Agent> made, List<Observed> experience, long seed) throws IOException {
    Random random = new Random(seed);
    Map<Integer, byte[]> chunks = new TreeMap<>();
    Agent stopped = made.get();
    try (Agent original = made.get()) {
      for (int i = 0; i < experience.size(); i++) {
        Observed observed = experience.get(i);
        original.observe(observed.transition(), observed.stream());
        stopped.observe(observed.transition(), observed.stream());
        if (random.nextInt(experience.size() / 6) == 0) {
          byte[] core = save(stopped, chunks);
          stopped.close();
          stopped = made.get();
          DataInputStream in = in(core);
          stopped.restore(in, chunks.values());
          assertThat(in.available()).as("bytes left over").isZero();
          assertThat(stopped.policy()).as("seed %d, step %d", seed, i).isEqualTo(original.policy());
        }
      }
      assertThat(stopped.policy()).as("seed %d, at the end", seed).isEqualTo(original.policy());
      assertThat(stopped.version()).isEqualTo(original.version());
      assertThat(stopped.refused()).isEqualTo(original.refused());
      return original.version();
    } finally {
      stopped.close();
    }
  }

  /** Bytes cut short anywhere are refused with an exception that says so. */
  public static void assertRefusesWhatIsCutShort(
      Supplier<? extends Agent> made, List<Observed> experience) throws IOException {
    Map<Integer, byte[]> chunks = new TreeMap<>();
    byte[] core;
    try (Agent agent = made.get()) {
      experience.forEach(each -> agent.observe(each.transition(), each.stream()));
      core = save(agent, chunks);
    }
    for (int length = 0; length < core.length; length += Math.max(1, core.length / 50)) {
      byte[] cut = Arrays.copyOf(core, length);
      try (Agent agent = made.get()) {
        assertThatThrownBy(() -> agent.restore(in(cut), chunks.values()))
            .as("%d of %d bytes", length, core.length)
            .isInstanceOf(EOFException.class);
      }
    }
    core[0]++;
    try (Agent agent = made.get()) {
      assertThatThrownBy(() -> agent.restore(in(core), chunks.values()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("format");
    }
  }
}
