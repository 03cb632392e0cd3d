package io.thalweg.connectors.updates;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The chunks of one publication that have come so far. */
final class Assembly {
  /** As long as Java's arrays can be. */
  static final long LONGEST = Integer.MAX_VALUE - 8L;

  private final UpdateHeader header;
  private final Map<Integer, byte[]> pieces = new TreeMap<>();
  private long held;

  Assembly(UpdateHeader header) {
    this.header = header;
  }

  UpdateHeader header() {
    return header;
  }

  /** Takes a chunk; of several with one number the newest counts. */
  void add(int chunk, byte[] piece) {
    byte[] before = pieces.put(chunk, piece);
    held += piece.length - (before == null ? 0 : before.length);
  }

  /** Whether more bytes have come than the header says. */
  boolean isOverfull() {
    return held > header.bytes();
  }

  boolean isComplete() {
    return pieces.size() == header.chunks();
  }

  /** The payload; none where it is not what the header says. */
  Optional<byte[]> payload() {
    if (!isComplete() || held != header.bytes()) {
      return Optional.empty();
    }
    byte[] payload = new byte[(int) held];
    int at = 0;
    for (byte[] piece : pieces.values()) {
      System.arraycopy(piece, 0, payload, at, piece.length);
      at += piece.length;
    }
    return Optional.of(payload).filter(bytes -> Sha256.of(bytes).equals(header.sha256()));
  }

  @Override
  public String toString() {
    return header + ": " + pieces.size() + " of " + header.chunks() + " chunks came";
  }

  void write(DataOutputStream out) throws IOException {
    byte[] json = HeaderJson.write(header, 0);
    out.writeInt(json.length);
    out.write(json);
    out.writeInt(pieces.size());
    for (Map.Entry<Integer, byte[]> piece : pieces.entrySet()) {
      out.writeInt(piece.getKey());
      out.writeInt(piece.getValue().length);
      out.write(piece.getValue());
    }
  }

  static Assembly read(DataInputStream in) throws IOException {
    Assembly assembly = new Assembly(HeaderJson.readAgain(bytes(in)).header());
    for (int pieces = in.readInt(); pieces > 0; pieces--) {
      assembly.add(in.readInt(), bytes(in));
    }
    return assembly;
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException(length + " bytes announced, " + in.available() + " left");
    }
    return in.readNBytes(length);
  }
}
