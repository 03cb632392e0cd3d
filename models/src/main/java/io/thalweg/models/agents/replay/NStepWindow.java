package io.thalweg.models.agents.replay;

import io.thalweg.models.agents.Transition;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The newest steps of one environment whose returns are not complete yet: G = r₁ + γ r₂ + … + γⁿ⁻¹
 * rₙ, and then γⁿ times the value of where that led (Sutton and Barto, 2018, equation 7.1). The
 * last steps of an episode have shorter ones. What does not begin where the step before ended has
 * lost something in between; the steps before it are cut there as if truncated.
 */
final class NStepWindow {
  /** What takes a complete return on. */
  interface Sink {
    /**
     * Takes it on.
     *
     * @param observations where the observation begins in them is {@code offset}
     * @param discount of the value of next; 0: it has none
     * @param key of the first step
     * @param length steps of the return
     */
    void add(
        float[] observations,
        int offset,
        int action,
        float sum,
        float[] next,
        float discount,
        long key,
        int length);
  }

  private final int steps;
  private final int inputs;
  private final double discount;
  private final float[] observations;
  private final int[] actions;
  private final float[] rewards;
  private final long[] keys;
  private final float[] last;
  private int first;
  private int count;

  NStepWindow(int steps, int inputs, double discount) {
    this.steps = steps;
    this.inputs = inputs;
    this.discount = discount;
    observations = new float[Math.multiplyExact(steps, inputs)];
    actions = new int[steps];
    rewards = new float[steps];
    keys = new long[steps];
    last = new float[inputs];
  }

  static double bytes(int steps, int inputs) {
    return ((steps + 1.0) * inputs + 4.0 * steps) * Float.BYTES;
  }

  void take(Transition transition, long key, Sink sink) {
    if (count > 0 && !Arrays.equals(last, transition.observation())) {
      interrupt(sink);
    }
    int place = (first + count++) % steps;
    System.arraycopy(transition.observation(), 0, observations, place * inputs, inputs);
    actions[place] = transition.action();
    rewards[place] = transition.reward();
    keys[place] = key;
    if (transition.ends()) {
      complete(0, transition.next(), transition.terminated(), sink);
    } else {
      complete(steps - 1, transition.next(), false, sink);
      System.arraycopy(transition.next(), 0, last, 0, inputs);
    }
  }

  /** What is there is all that will come of it. */
  void interrupt(Sink sink) {
    complete(0, last, false, sink);
  }

  /** Gives away the oldest steps until so many are left. */
  private void complete(int left, float[] next, boolean terminated, Sink sink) {
    while (count > left) {
      double sum = 0;
      double power = 1;
      for (int step = count - 1; step >= 0; step--) {
        sum = rewards[(first + step) % steps] + discount * sum;
        power *= discount;
      }
      float bootstrap = terminated ? 0 : (float) power;
      sink.add(
          observations,
          first * inputs,
          actions[first],
          (float) sum,
          next,
          bootstrap,
          keys[first],
          count);
      first = (first + 1) % steps;
      count--;
    }
  }

  /** Adds to the reward of a step that waits here; whether there is such a one. */
  boolean correct(long key, float difference) {
    for (int step = 0; step < count; step++) {
      int place = (first + step) % steps;
      if (keys[place] == key) {
        rewards[place] += difference;
        return true;
      }
    }
    return false;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(count);
    for (int step = 0; step < count; step++) {
      int place = (first + step) % steps;
      for (int i = 0; i < inputs; i++) {
        out.writeFloat(observations[place * inputs + i]);
      }
      out.writeInt(actions[place]);
      out.writeFloat(rewards[place]);
      out.writeLong(keys[place]);
    }
    for (int i = 0; i < inputs && count > 0; i++) {
      out.writeFloat(last[i]);
    }
  }

  void read(DataInput in) throws IOException {
    first = 0;
    count = in.readInt();
    if (count < 0 || count >= steps) {
      throw new IOException("%d steps found, 0 to %d expected".formatted(count, steps - 1));
    }
    for (int step = 0; step < count; step++) {
      for (int i = 0; i < inputs; i++) {
        observations[step * inputs + i] = in.readFloat();
      }
      actions[step] = in.readInt();
      rewards[step] = in.readFloat();
      keys[step] = in.readLong();
    }
    for (int i = 0; i < inputs && count > 0; i++) {
      last[i] = in.readFloat();
    }
  }
}
