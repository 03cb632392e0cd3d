package io.thalweg.models.agents.replay;

import io.thalweg.models.features.Batch;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Observations side by side, as a memory stores them. */
sealed interface Rows {
  /** Takes an observation on. */
  void put(int place, float[] observations, int offset);

  /** One as it was, from {@code offset} on. */
  void get(int place, float[] into, int offset);

  /** Whether one is the same as this. */
  boolean holds(int place, float[] observation);

  /** Adds one to a batch, as it was. */
  void addTo(Batch batch, int place);

  /** Writes the first ones. */
  void write(int rows, ByteBuffer bytes);

  void read(int rows, ByteBuffer bytes);

  /** Any numbers. */
  final class Floats implements Rows {
    private final int inputs;
    private final float[] numbers;

    Floats(int rows, int inputs) {
      this.inputs = inputs;
      numbers = new float[Math.multiplyExact(rows, inputs)];
    }

    @Override
    public void put(int place, float[] observations, int offset) {
      System.arraycopy(observations, offset, numbers, place * inputs, inputs);
    }

    @Override
    public void get(int place, float[] into, int offset) {
      System.arraycopy(numbers, place * inputs, into, offset, inputs);
    }

    @Override
    public boolean holds(int place, float[] observation) {
      int first = place * inputs;
      return Arrays.equals(numbers, first, first + inputs, observation, 0, inputs);
    }

    @Override
    public void addTo(Batch batch, int place) {
      batch.add(numbers, place * inputs, 1);
    }

    @Override
    public void write(int rows, ByteBuffer bytes) {
      bytes.asFloatBuffer().put(numbers, 0, rows * inputs);
      bytes.position(bytes.position() + rows * inputs * Float.BYTES);
    }

    @Override
    public void read(int rows, ByteBuffer bytes) {
      bytes.asFloatBuffer().get(numbers, 0, rows * inputs);
      bytes.position(bytes.position() + rows * inputs * Float.BYTES);
    }
  }

  /** Whole numbers from 0 to 255. */
  final class Bytes implements Rows {
    private final byte[] numbers;
    private final float[] row;

    Bytes(int rows, int inputs) {
      numbers = new byte[Math.multiplyExact(rows, inputs)];
      row = new float[inputs];
    }

    static boolean hold(float[] observation) {
      boolean held = true;
      for (float number : observation) {
        held &= number == ((int) number & 0xff);
      }
      return held;
    }

    @Override
    public void put(int place, float[] observations, int offset) {
      int first = place * row.length;
      for (int i = 0; i < row.length; i++) {
        numbers[first + i] = (byte) (int) observations[offset + i];
      }
    }

    @Override
    public void get(int place, float[] into, int offset) {
      int first = place * row.length;
      for (int i = 0; i < row.length; i++) {
        into[offset + i] = numbers[first + i] & 0xff;
      }
    }

    @Override
    public boolean holds(int place, float[] observation) {
      boolean same = true;
      for (int i = 0; i < row.length; i++) {
        same &= observation[i] == (numbers[place * row.length + i] & 0xff);
      }
      return same;
    }

    @Override
    public void addTo(Batch batch, int place) {
      get(place, row, 0);
      batch.add(row, 0, 1);
    }

    @Override
    public void write(int rows, ByteBuffer bytes) {
      bytes.put(numbers, 0, rows * row.length);
    }

    @Override
    public void read(int rows, ByteBuffer bytes) {
      bytes.get(numbers, 0, rows * row.length);
    }
  }
}
