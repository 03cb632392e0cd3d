package io.thalweg.models.agents;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * How an agent's or a policy's bytes begin: with the number of their format and with what the
 * meaning of the rest depends on.
 *
 * @param what whose bytes they are, for messages
 * @param owner all that the meaning of the numbers depends on
 * @param same what has to be the same in who writes and who reads, for messages
 */
public record Format(String what, byte number, String owner, String same) {
  /** Writes what comes behind the beginning. */
  public interface Writer {
    void write(DataOutput out) throws IOException;
  }

  /** Reads what comes behind the beginning. */
  public interface Reader {
    void read(DataInputStream in) throws IOException;
  }

  /** Writes the beginning. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(number);
    out.writeUTF(owner);
  }

  /**
   * Reads the beginning.
   *
   * @throws IOException if the format is another one
   * @throws IllegalArgumentException if the bytes are another owner's
   */
  public void check(DataInput in) throws IOException {
    byte found = in.readByte();
    if (found != number) {
      throw new IOException("%s format %d found, %d expected".formatted(what, found, number));
    }
    String other = in.readUTF();
    if (!other.equals(owner)) {
      throw new IllegalArgumentException(
          "%s found, %s expected: %s must be those it was made with".formatted(other, owner, same));
    }
  }

  /** The beginning and the rest. */
  public byte[] bytes(Writer rest) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      write(out);
      rest.write(out);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws IllegalArgumentException with the reason, if the bytes are corrupt or another owner's
   */
  public void read(byte[] bytes, Reader rest) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      check(in);
      rest.read(in);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "bytes of a %s are corrupt: %s".formatted(what, e.getMessage()), e);
    }
  }
}
