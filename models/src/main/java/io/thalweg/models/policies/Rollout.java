package io.thalweg.models.policies;

import io.thalweg.models.agents.Transition;
import io.thalweg.models.features.Batch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Transitions in the order in which they came, of all streams together; each knows the next one of
 * its stream. What does not begin where the step before ended has lost something in between: the
 * step before it is then its segment's last, as if truncated. All memory is allocated at once.
 */
final class Rollout {
  /** Nothing comes after it here. */
  static final int NONE = -1;

  private final int inputs;
  private final float[] observations;
  private final float[] nexts;
  private final int[] actions;
  private final float[] rewards;
  private final double[] probabilities;
  private final boolean[] terminated;
  private final boolean[] truncated;
  private final int[] streams;
  private final int[] successors;
  private final long[] steps;

  /** Of each stream: its newest row, or none; the step of its episode to come; that at first. */
  private final int[] newest;

  private final long[] coming;
  private final long[] first;
  private int count;
  private int episodes;

  Rollout(int capacity, int inputs, int streams) {
    this.inputs = inputs;
    observations = new float[Math.multiplyExact(capacity, inputs)];
    nexts = new float[observations.length];
    actions = new int[capacity];
    rewards = new float[capacity];
    probabilities = new double[capacity];
    terminated = new boolean[capacity];
    truncated = new boolean[capacity];
    this.streams = new int[capacity];
    successors = new int[capacity];
    steps = new long[capacity];
    newest = new int[streams];
    coming = new long[streams];
    first = new long[streams];
    clear();
  }

  /**
   * Takes a transition on.
   *
   * @param probability with which the action was chosen; NaN: as the newest version does
   */
  void add(Transition transition, double probability, int stream) {
    int row = count++;
    System.arraycopy(transition.observation(), 0, observations, row * inputs, inputs);
    System.arraycopy(transition.next(), 0, nexts, row * inputs, inputs);
    actions[row] = transition.action();
    rewards[row] = transition.reward();
    probabilities[row] = probability;
    terminated[row] = transition.terminated();
    truncated[row] = transition.truncated();
    streams[row] = stream;
    successors[row] = NONE;
    follow(row, stream);
    newest[stream] = row;
    steps[row] = coming[stream];
    coming[stream] = transition.ends() ? 0 : coming[stream] + 1;
    episodes += transition.ends() ? 1 : 0;
  }

  private void follow(int row, int stream) {
    int before = newest[stream];
    if (before == NONE || terminated[before] || truncated[before]) {
      return;
    }
    int place = before * inputs;
    int end = (row + 1) * inputs;
    if (Arrays.equals(nexts, place, place + inputs, observations, row * inputs, end)) {
      successors[before] = row;
    } else {
      coming[stream] = 0;
    }
  }

  /** Hears that a stream's next transition does not follow its last, which is then cut off. */
  void interrupt(int stream) {
    int before = newest[stream];
    if (before == NONE) {
      first[stream] = 0;
    } else if (!terminated[before] && !truncated[before]) {
      truncated[before] = true;
      episodes++;
    }
    coming[stream] = 0;
  }

  /** Transitions in it. */
  int count() {
    return count;
  }

  /** Ends of episodes in it. */
  int episodes() {
    return episodes;
  }

  int action(int row) {
    return actions[row];
  }

  float reward(int row) {
    return rewards[row];
  }

  double probability(int row) {
    return probabilities[row];
  }

  boolean terminated(int row) {
    return terminated[row];
  }

  /** The next row of the same episode, or none: its end, or what was seen of it. */
  int successor(int row) {
    return successors[row];
  }

  /** Whether what comes after it has a value, but is no row of its own. */
  boolean bootstraps(int row) {
    return successors[row] == NONE && !terminated[row];
  }

  /** Step of its episode, from 0. */
  long step(int row) {
    return steps[row];
  }

  void addObservation(int row, Batch batch) {
    batch.add(observations, row * inputs, 1);
  }

  void addNext(int row, Batch batch) {
    batch.add(nexts, row * inputs, 1);
  }

  /** Forgets all, but how far the streams' episodes are. */
  void clear() {
    count = 0;
    episodes = 0;
    Arrays.fill(newest, NONE);
    System.arraycopy(coming, 0, first, 0, first.length);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(newest.length);
    for (long step : first) {
      out.writeLong(step);
    }
    out.writeInt(count);
    for (int row = 0; row < count; row++) {
      out.writeInt(streams[row]);
      for (int i = row * inputs; i < (row + 1) * inputs; i++) {
        out.writeFloat(observations[i]);
        out.writeFloat(nexts[i]);
      }
      out.writeInt(actions[row]);
      out.writeFloat(rewards[row]);
      out.writeBoolean(terminated[row]);
      out.writeBoolean(truncated[row]);
      out.writeDouble(probabilities[row]);
    }
  }

  /**
   * Takes on what was written, as it came then.
   *
   * @param most actions
   */
  void read(DataInput in, int most) throws IOException {
    require(in.readInt(), newest.length, newest.length, "streams");
    for (int stream = 0; stream < first.length; stream++) {
      coming[stream] = in.readLong();
      if (coming[stream] < 0) {
        throw new IOException("step %d found, at least 0 expected".formatted(coming[stream]));
      }
    }
    clear();
    int rows = require(in.readInt(), 0, actions.length, "transitions");
    float[] observation = new float[inputs];
    float[] next = new float[inputs];
    for (int row = 0; row < rows; row++) {
      int stream = require(in.readInt(), 0, newest.length - 1, "stream");
      for (int i = 0; i < inputs; i++) {
        observation[i] = in.readFloat();
        next[i] = in.readFloat();
      }
      Transition read =
          new Transition(
              observation, in.readInt(), in.readFloat(), next, in.readBoolean(), in.readBoolean());
      double probability = in.readDouble();
      String flaw = read.flaw(inputs, most).orElse("");
      if (!flaw.isEmpty() || probability <= 0 || probability > 1) {
        throw new IOException(flaw + "; probability " + probability + " found");
      }
      add(read, probability, stream);
    }
  }

  private static int require(int found, int least, int greatest, String what) throws IOException {
    if (found < least || found > greatest) {
      throw new IOException(
          "%s: %d found, %d to %d expected".formatted(what, found, least, greatest));
    }
    return found;
  }
}
