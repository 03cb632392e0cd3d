package io.thalweg.models.learning;

import io.thalweg.models.random.Generator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest examples, to learn from again. A ring of slots, which a checkpoint keeps in chunks of
 * {@value #CHUNK} slots: an update changes the one or two chunks that its examples went into.
 */
final class Rehearsal {
  static final int CHUNK = 64;
  private static final int FORMAT = 3;
  private static final int MAXIMAL_CAPACITY = 1 << 24;

  private final Example[] slots;
  private final BitSet changed = new BitSet();
  private long added;

  Rehearsal(int capacity) {
    slots = new Example[capacity];
  }

  void add(Example example) {
    if (slots.length == 0) {
      return;
    }
    int slot = (int) (added++ % slots.length);
    slots[slot] = example;
    changed.set(slot / CHUNK);
  }

  int size() {
    return (int) Math.min(added, slots.length);
  }

  /** Examples ever added. */
  long added() {
    return added;
  }

  int capacity() {
    return slots.length;
  }

  /** A uniform draw; not from an empty memory. */
  Example draw(Generator generator) {
    return slots[generator.nextInt(size())];
  }

  /** The chunks that changed since the last call, by number. */
  Map<Integer, byte[]> takeChanged() {
    Map<Integer, byte[]> chunks = new TreeMap<>();
    changed.stream().forEach(chunk -> chunks.put(chunk, bytes(chunk)));
    changed.clear();
    return chunks;
  }

  private byte[] bytes(int chunk) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(FORMAT);
      out.writeInt(slots.length);
      out.writeInt(chunk);
      out.writeLong(newest(chunk, added, slots.length));
      ExampleWriter writer = new ExampleWriter(out);
      for (int slot = chunk * CHUNK; slot < end(chunk, added, slots.length); slot++) {
        writer.write(slots[slot]);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a chunk's filled slots end. */
  private static int end(int chunk, long added, int capacity) {
    return (int) Math.min((chunk + 1L) * CHUNK, Math.min(added, capacity));
  }

  /**
   * The number of the newest example in a chunk (the first ever added is 0): what dates a chunk.
   */
  private static long newest(int chunk, long added, int capacity) {
    long lastSlot = Math.min((chunk + 1L) * CHUNK, capacity) - 1;
    long newest = added - 1;
    long slot = newest % capacity;
    if (slot / CHUNK == chunk) {
      return newest;
    }
    long round = newest - slot;
    return lastSlot < slot ? round + lastSlot : round - capacity + lastSlot;
  }

  /**
   * A memory as it was when its chunks were taken; of another capacity, it keeps the newest that
   * fit.
   *
   * @param added examples ever added
   * @param written capacity of the memory that wrote the chunks
   * @throws IOException if the chunks are not that memory's
   */
  static Rehearsal restore(int capacity, long added, int written, Collection<byte[]> chunks)
      throws IOException {
    if (written < 0 || written > MAXIMAL_CAPACITY || added < 0) {
      throw new IOException("rehearsal memory of %d after %d found".formatted(written, added));
    }
    Rehearsal memory = new Rehearsal(written);
    memory.added = added;
    memory.readAll(chunks);
    return capacity == written ? memory : memory.resized(capacity);
  }

  private Rehearsal resized(int capacity) {
    Rehearsal resized = new Rehearsal(capacity);
    for (long number = added - size(); number < added; number++) {
      resized.add(slots[(int) (number % slots.length)]);
    }
    return resized;
  }

  private void readAll(Collection<byte[]> chunks) throws IOException {
    Map<Integer, DataInputStream> found = new HashMap<>();
    for (byte[] chunk : chunks) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(chunk));
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IOException("rehearsal format " + format + " found, " + FORMAT + " expected");
      }
      if (in.readInt() == slots.length) {
        found.put(in.readInt(), in);
      }
    }
    for (int chunk = 0; chunk * CHUNK < size(); chunk++) {
      if (!found.containsKey(chunk)) {
        throw new IOException("rehearsal chunk " + chunk + " is missing");
      }
      read(chunk, found.get(chunk));
    }
  }

  private void read(int chunk, DataInputStream in) throws IOException {
    long newest = in.readLong();
    long expected = newest(chunk, added, slots.length);
    if (newest != expected) {
      throw new IOException(
          "rehearsal chunk %d ends at example %d, %d expected".formatted(chunk, newest, expected));
    }
    ExampleReader reader = new ExampleReader(in);
    for (int slot = chunk * CHUNK; slot < end(chunk, added, slots.length); slot++) {
      slots[slot] = reader.read();
    }
  }
}
