package io.thalweg.models.network;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * Reads a vector as {@code Nd4j.write} writes it: two buffers, shape and numbers, each with its
 * kind, length and type in front, all big-endian. ND4J's own reader believes the lengths before it
 * allocates; this one knows what it expects, and needs no natives.
 */
final class SavedCoefficients {
  /** What ND4J calls arrays since 1.0.0-beta4. */
  private static final String KIND = "MIXED_DATA_TYPES";

  /** ND4J describes a shape of up to 32 dimensions: twice their number and four more. */
  private static final int LONGEST_SHAPE = 2 * 32 + 4;

  private final DataInputStream in;

  private SavedCoefficients(byte[] bytes) {
    in = new DataInputStream(new ByteArrayInputStream(bytes));
  }

  /**
   * @param size numbers that there should be
   * @throws IllegalArgumentException if there are others
   */
  static float[] read(byte[] bytes, int size) {
    try {
      return new SavedCoefficients(bytes).read(size);
    } catch (EOFException cutShort) {
      throw new IllegalArgumentException(
          "%s: an array that ends too soon found, %d numbers expected"
              .formatted(SavedNetwork.COEFFICIENTS, size),
          cutShort);
    } catch (IOException damaged) {
      throw new IllegalArgumentException(
          "%s: %s".formatted(SavedNetwork.COEFFICIENTS, damaged.getMessage()), damaged);
    }
  }

  private float[] read(int size) throws IOException {
    long shape = length("LONG");
    if (shape < 0 || shape > LONGEST_SHAPE) {
      throw new IOException("a shape of %d numbers found".formatted(shape));
    }
    in.skipNBytes(shape * Long.BYTES);
    long length = length("FLOAT");
    if (length != size) {
      throw new IOException("%d numbers found, %d expected".formatted(length, size));
    }
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = in.readFloat();
    }
    return numbers;
  }

  private long length(String type) throws IOException {
    String kind = in.readUTF();
    if (!kind.equals(KIND)) {
      throw new IOException(
          "an array of another kind or of an older DL4J found, one of 1.0.0-beta4 or later expected");
    }
    long length = in.readLong();
    String found = in.readUTF();
    if (!found.equals(type)) {
      throw new IOException("numbers of type %s found, %s expected".formatted(found, type));
    }
    return length;
  }
}
