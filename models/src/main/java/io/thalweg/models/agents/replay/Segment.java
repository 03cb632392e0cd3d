package io.thalweg.models.agents.replay;

import io.thalweg.models.agents.replay.ReplaySettings.Storage;
import java.nio.ByteBuffer;

/** Some of a memory's slots, side by side: what a checkpoint writes as one chunk. */
final class Segment {
  private static final int BYTES = 1 << 16;
  private static final int FEWEST = 4;

  final Rows observations;
  final Rows nexts;
  final int[] actions;
  final float[] rewards;
  final float[] discounts;

  Segment(int slots, int inputs, Storage storage) {
    observations = rows(slots, inputs, storage);
    nexts = rows(slots, inputs, storage);
    actions = new int[slots];
    rewards = new float[slots];
    discounts = new float[slots];
  }

  private static Rows rows(int slots, int inputs, Storage storage) {
    return switch (storage) {
      case FLOATS -> new Rows.Floats(slots, inputs);
      case BYTES -> new Rows.Bytes(slots, inputs);
    };
  }

  static long bytesPerSlot(int inputs, Storage storage) {
    long perNumber = storage == Storage.FLOATS ? Float.BYTES : Byte.BYTES;
    return 2L * inputs * perNumber + 3 * Float.BYTES;
  }

  /** Slots of a segment as a power of two, so that it has about {@value #BYTES} bytes. */
  static int shift(int inputs, Storage storage) {
    long fitting = Math.max(FEWEST, BYTES / bytesPerSlot(inputs, storage));
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(fitting);
  }

  void write(int slots, ByteBuffer bytes) {
    observations.write(slots, bytes);
    nexts.write(slots, bytes);
    bytes.asFloatBuffer().put(rewards, 0, slots).put(discounts, 0, slots);
    bytes.position(bytes.position() + 2 * slots * Float.BYTES);
    bytes.asIntBuffer().put(actions, 0, slots);
  }

  void read(int slots, ByteBuffer bytes) {
    observations.read(slots, bytes);
    nexts.read(slots, bytes);
    bytes.asFloatBuffer().get(rewards, 0, slots).get(discounts, 0, slots);
    bytes.position(bytes.position() + 2 * slots * Float.BYTES);
    bytes.asIntBuffer().get(actions, 0, slots);
  }
}
