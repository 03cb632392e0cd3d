package io.thalweg.models.agents.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which chunks of a memory changed since the last snapshot, and which version of each a snapshot
 * needs. A chunk's version is the number of the snapshot that wrote it, so that an old chunk is not
 * taken for a new one.
 */
final class Chunks {
  private static final byte FORMAT = 1;
  private static final int HEADER = Byte.BYTES + Integer.BYTES + Long.BYTES;

  /** What a chunk holds. */
  interface Content {
    /** Bytes in it, now. */
    int size(int chunk);

    void write(int chunk, ByteBuffer bytes);

    /**
     * Takes a chunk of the right size on.
     *
     * @throws IOException if what the bytes say cannot be
     */
    void read(int chunk, ByteBuffer bytes) throws IOException;
  }

  /** 0: never written. */
  private final long[] versions;

  private final BitSet changed = new BitSet();
  private long snapshots;

  Chunks(int count) {
    versions = new long[count];
  }

  void change(int chunk) {
    changed.set(chunk);
  }

  Map<Integer, byte[]> snapshot(DataOutput out, Content content) throws IOException {
    snapshots++;
    Map<Integer, byte[]> written = new TreeMap<>();
    for (int chunk = changed.nextSetBit(0); chunk >= 0; chunk = changed.nextSetBit(chunk + 1)) {
      versions[chunk] = snapshots;
      ByteBuffer bytes = ByteBuffer.allocate(HEADER + content.size(chunk));
      bytes.put(FORMAT).putInt(chunk).putLong(snapshots);
      content.write(chunk, bytes);
      written.put(chunk, bytes.array());
    }
    changed.clear();
    out.writeLong(snapshots);
    for (long version : versions) {
      out.writeLong(version);
    }
    return written;
  }

  void restore(DataInput in, Collection<byte[]> chunks, Content content) throws IOException {
    changed.clear();
    snapshots = in.readLong();
    int missing = 0;
    for (int chunk = 0; chunk < versions.length; chunk++) {
      versions[chunk] = in.readLong();
      if (versions[chunk] < 0 || versions[chunk] > snapshots) {
        throw new IOException(
            "chunk %d of snapshot %d found in snapshot %d"
                .formatted(chunk, versions[chunk], snapshots));
      }
      missing += versions[chunk] > 0 ? 1 : 0;
    }
    BitSet found = new BitSet();
    for (byte[] bytes : chunks) {
      if (read(ByteBuffer.wrap(bytes), found, content)) {
        missing--;
      }
    }
    if (missing > 0) {
      throw new IOException(
          "%d chunks of the replay memory are missing, or of another snapshot".formatted(missing));
    }
  }

  /** Whether it is one that was missing. */
  private boolean read(ByteBuffer bytes, BitSet found, Content content) throws IOException {
    byte format = bytes.remaining() < HEADER ? 0 : bytes.get();
    if (format != FORMAT) {
      throw new IOException(
          "chunk of format %d in %d bytes found, format %d expected"
              .formatted(format, bytes.capacity(), FORMAT));
    }
    int chunk = bytes.getInt();
    long version = bytes.getLong();
    boolean asked =
        chunk >= 0
            && chunk < versions.length
            && version > 0
            && version == versions[chunk]
            && !found.get(chunk);
    if (!asked) {
      return false;
    }
    if (bytes.remaining() != content.size(chunk)) {
      throw new IOException(
          "chunk %d of %d bytes found, %d expected"
              .formatted(chunk, bytes.remaining(), content.size(chunk)));
    }
    content.read(chunk, bytes);
    found.set(chunk);
    return true;
  }
}
