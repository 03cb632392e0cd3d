package io.thalweg.models.agents.replay;

import java.nio.ByteBuffer;

/** Some of a memory's slots, side by side: what a checkpoint writes as one chunk. */
final class Segment {
  private static final int BYTES = 1 << 16;
  private static final int FEWEST = 4;

  final float[] observations;
  final float[] nexts;
  final int[] actions;
  final float[] rewards;
  final float[] discounts;

  Segment(int slots, int inputs) {
    observations = new float[Math.multiplyExact(slots, inputs)];
    nexts = new float[observations.length];
    actions = new int[slots];
    rewards = new float[slots];
    discounts = new float[slots];
  }

  static long bytesPerSlot(int inputs) {
    return (2L * inputs + 3) * Float.BYTES;
  }

  /** Slots of a segment as a power of two, so that it has about {@value #BYTES} bytes. */
  static int shift(int inputs) {
    long fitting = Math.max(FEWEST, BYTES / bytesPerSlot(inputs));
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(fitting);
  }

  void write(int slots, int inputs, ByteBuffer bytes) {
    var floats = bytes.slice().asFloatBuffer();
    floats.put(observations, 0, slots * inputs).put(nexts, 0, slots * inputs);
    floats.put(rewards, 0, slots).put(discounts, 0, slots);
    bytes.position(bytes.position() + floats.position() * Float.BYTES);
    bytes.asIntBuffer().put(actions, 0, slots);
  }

  void read(int slots, int inputs, ByteBuffer bytes) {
    var floats = bytes.slice().asFloatBuffer();
    floats.get(observations, 0, slots * inputs).get(nexts, 0, slots * inputs);
    floats.get(rewards, 0, slots).get(discounts, 0, slots);
    bytes.position(bytes.position() + floats.position() * Float.BYTES);
    bytes.asIntBuffer().get(actions, 0, slots);
  }
}
