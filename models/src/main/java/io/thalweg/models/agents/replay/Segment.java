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

  /** Of the moments of the first steps of returns, and the steps of these; null: nobody asks. */
  final long[] keys;

  final int[] lengths;

  /** How many transitions ago the one before in the episode came, 0: none; null: nobody asks. */
  final int[] befores;

  Segment(int slots, ReplaySettings settings) {
    observations = rows(slots, settings.inputs(), settings.storage());
    nexts = rows(slots, settings.inputs(), settings.storage());
    keys = settings.correctable() ? new long[slots] : null;
    lengths = settings.correctable() ? new int[slots] : null;
    befores = settings.linked() ? new int[slots] : null;
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

  static long bytesPerSlot(ReplaySettings settings) {
    long perNumber = settings.storage() == Storage.FLOATS ? Float.BYTES : Byte.BYTES;
    long ofCorrections = settings.correctable() ? Long.BYTES + Integer.BYTES : 0;
    long ofLinks = settings.linked() ? Integer.BYTES : 0;
    return 2L * settings.inputs() * perNumber + 3 * Float.BYTES + ofCorrections + ofLinks;
  }

  /** Slots of a segment as a power of two, so that it has about {@value #BYTES} bytes. */
  static int shift(ReplaySettings settings) {
    long fitting = Math.max(FEWEST, BYTES / bytesPerSlot(settings));
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(fitting);
  }

  void write(int slots, ByteBuffer bytes) {
    observations.write(slots, bytes);
    nexts.write(slots, bytes);
    bytes.asFloatBuffer().put(rewards, 0, slots).put(discounts, 0, slots);
    bytes.position(bytes.position() + 2 * slots * Float.BYTES);
    bytes.asIntBuffer().put(actions, 0, slots);
    bytes.position(bytes.position() + slots * Integer.BYTES);
    if (keys != null) {
      bytes.asIntBuffer().put(lengths, 0, slots);
      bytes.position(bytes.position() + slots * Integer.BYTES);
      bytes.asLongBuffer().put(keys, 0, slots);
      bytes.position(bytes.position() + slots * Long.BYTES);
    }
    if (befores != null) {
      bytes.asIntBuffer().put(befores, 0, slots);
    }
  }

  void read(int slots, ByteBuffer bytes) {
    observations.read(slots, bytes);
    nexts.read(slots, bytes);
    bytes.asFloatBuffer().get(rewards, 0, slots).get(discounts, 0, slots);
    bytes.position(bytes.position() + 2 * slots * Float.BYTES);
    bytes.asIntBuffer().get(actions, 0, slots);
    bytes.position(bytes.position() + slots * Integer.BYTES);
    if (keys != null) {
      bytes.asIntBuffer().get(lengths, 0, slots);
      bytes.position(bytes.position() + slots * Integer.BYTES);
      bytes.asLongBuffer().get(keys, 0, slots);
      bytes.position(bytes.position() + slots * Long.BYTES);
    }
    if (befores != null) {
      bytes.asIntBuffer().get(befores, 0, slots);
    }
  }
}
