package io.thalweg.models.learning;

import io.thalweg.models.features.Encoder;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What a network begins with in place of what its seed makes: parameters and, where the file has
 * them, the means, variances and dictionaries that they were learned with. The updater begins anew.
 * Two are equal if the same file gave them the same numbers.
 */
public final class Start implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final float[] parameters;
  private final byte[] encoder;
  private final String checksum;

  /**
   * @param file where it comes from
   * @param parameters in DL4J's order
   * @param encoder what {@link Encoder#write} wrote; none where features are learned anew
   */
  Start(String file, float[] parameters, byte[] encoder) {
    this.file = file;
    this.parameters = parameters;
    this.encoder = encoder;
    checksum = checksum(parameters, encoder);
  }

  private static String checksum(float[] parameters, byte[] encoder) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(parameters.length, Float.BYTES));
    bytes.asFloatBuffer().put(parameters);
    MessageDigest digest = Fingerprint.sha256();
    digest.update(bytes);
    return HexFormat.of().formatHex(digest.digest(encoder));
  }

  /** The file that it comes from: an absolute path. */
  public String file() {
    return file;
  }

  /** SHA-256, in hexadecimal digits, of all numbers that it brings. */
  public String checksum() {
    return checksum;
  }

  float[] parameters() {
    return parameters.clone();
  }

  /** Makes an encoder of the same features know what the file's did. */
  void teach(Encoder learner) {
    if (encoder.length == 0) {
      return;
    }
    try {
      learner.read(new DataInputStream(new ByteArrayInputStream(encoder)));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes that were read before", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Start start
        && file.equals(start.file)
        && checksum.equals(start.checksum);
  }

  @Override
  public int hashCode() {
    return checksum.hashCode();
  }

  @Override
  public String toString() {
    return file + " (" + checksum + ")";
  }
}
