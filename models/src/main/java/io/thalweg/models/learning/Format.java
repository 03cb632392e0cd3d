package io.thalweg.models.learning;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;

/**
 * How bytes begin that belong to one specification: mark, format version, fingerprint.
 *
 * @param what it is, for messages
 * @param mark first four bytes
 */
record Format(String what, int mark, int version) {
  void write(ModelSpec spec, DataOutput out) throws IOException {
    out.writeInt(mark);
    out.writeInt(version);
    out.writeUTF(spec.fingerprint());
  }

  /**
   * @throws IllegalArgumentException if the bytes are another specification's
   */
  void check(ModelSpec spec, DataInputStream in) throws IOException {
    if (in.readInt() != mark) {
      throw new IOException("they do not begin as a " + what);
    }
    int found = in.readInt();
    if (found != version) {
      throw new IllegalArgumentException(
          "a %s of format %d found, %d expected: it is of another version of Thalweg; begin anew, or with network.start from an exported model"
              .formatted(what, found, version));
    }
    String fingerprint = in.readUTF();
    if (!fingerprint.equals(spec.fingerprint())) {
      throw new IllegalArgumentException(
          ("%s of another network found: fingerprint %s, expected %s. Features, label (its type, classes, and a softmax or sigmoid by the loss), sequence"
                  + " length, network, seed and network.start must be those it was made with; to begin anew, start"
                  + " without the old state and under another name")
              .formatted(what, fingerprint, spec.fingerprint()));
    }
  }

  void checkEnd(DataInputStream in) throws IOException {
    if (in.available() > 0) {
      throw new IOException(in.available() + " bytes too many");
    }
  }

  IllegalArgumentException corrupt(IOException cause) {
    String reason = cause instanceof EOFException ? "they end too soon" : cause.getMessage();
    return new IllegalArgumentException("bytes of a " + what + " are corrupt: " + reason, cause);
  }
}
