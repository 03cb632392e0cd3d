package io.thalweg.models.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/** Flat vectors of parameters, gradients and updater state: their bytes, norm and bounds. */
public final class Vectors {
  private Vectors() {}

  /** Global L2 norm, summed in double. */
  public static double norm(float[] vector) {
    double sum = 0;
    for (float number : vector) {
      sum += (double) number * number;
    }
    return Math.sqrt(sum);
  }

  /** Multiplies all numbers, in place. */
  public static void scale(float[] vector, float factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }

  /** Whether all numbers are within ± the bound; NaN is not. */
  public static boolean within(float[] vector, float bound) {
    boolean within = true;
    for (float number : vector) {
      within &= Math.abs(number) <= bound;
    }
    return within;
  }

  /** Writes the length, then the numbers. */
  public static void write(float[] vector, DataOutput out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(vector.length, Float.BYTES));
    bytes.asFloatBuffer().put(vector);
    out.writeInt(vector.length);
    out.write(bytes.array());
  }

  /**
   * Fills a vector.
   *
   * @throws IOException if one of another length was written
   */
  public static void read(float[] vector, DataInput in) throws IOException {
    int length = in.readInt();
    if (length != vector.length) {
      throw new IOException(
          "vector of " + length + " numbers found, " + vector.length + " expected");
    }
    byte[] bytes = new byte[Math.multiplyExact(length, Float.BYTES)];
    in.readFully(bytes);
    ByteBuffer.wrap(bytes).asFloatBuffer().get(vector);
  }

  /**
   * Reads into another order.
   *
   * @param order from what was written to what the vector holds
   */
  static void read(float[] vector, DataInput in, UnaryOperator<float[]> order) throws IOException {
    read(vector, in);
    System.arraycopy(order.apply(vector), 0, vector, 0, vector.length);
  }

  static void skip(DataInput in) throws IOException {
    long bytes = (long) in.readInt() * Float.BYTES;
    if (bytes < 0 || bytes > Integer.MAX_VALUE || in.skipBytes((int) bytes) != bytes) {
      throw new EOFException("vector cut short");
    }
  }
}
