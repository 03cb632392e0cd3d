package io.thalweg.environments;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The values that an action or an observation may have: Gymnasium's {@code Discrete} and {@code
 * Box}.
 */
public sealed interface Space {
  /** Numbers that a value is written with. */
  int size();

  /** Whether the numbers from {@code offset} on are a value of the space. */
  boolean contains(float[] values, int offset);

  /**
   * One of n: 0, 1 … n − 1.
   *
   * @param n at least 1
   */
  record Discrete(int n) implements Space {
    public Discrete {
      if (n < 1) {
        throw new IllegalArgumentException(
            "space of %d values found, at least 1 expected".formatted(n));
      }
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public boolean contains(float[] values, int offset) {
      float value = values[offset];
      return value >= 0 && value < n && value == (int) value;
    }

    @Override
    public String toString() {
      return "one of " + n;
    }
  }

  /**
   * An array of numbers, each within bounds of its own, row by row.
   *
   * @param shape e.g. [4] or [10, 10, 4]
   * @param low for each number; may be −∞
   * @param high for each number; may be +∞
   */
  record Box(int[] shape, float[] low, float[] high) implements Space {
    private static final int MOST_TOLD = 8;

    public Box {
      shape = shape.clone();
      low = low.clone();
      high = high.clone();
      int size = 1;
      for (int length : shape) {
        size = Math.multiplyExact(size, length);
      }
      if (size < 1 || low.length != size || high.length != size) {
        throw new IllegalArgumentException(
            "bounds of %d and %d numbers found, of %d expected by the shape"
                .formatted(low.length, high.length, size));
      }
      for (int i = 0; i < size; i++) {
        if (!(low[i] <= high[i])) {
          throw new IllegalArgumentException(
              "bounds %s to %s found for number %d".formatted(low[i], high[i], i));
        }
      }
    }

    /** A vector; each number has the same distance from 0 at most as in {@code bounds}. */
    public static Box within(float... bounds) {
      float[] low = new float[bounds.length];
      for (int i = 0; i < low.length; i++) {
        low[i] = -bounds[i];
      }
      return new Box(new int[] {bounds.length}, low, bounds);
    }

    @Override
    public int[] shape() {
      return shape.clone();
    }

    @Override
    public float[] low() {
      return low.clone();
    }

    @Override
    public float[] high() {
      return high.clone();
    }

    @Override
    public int size() {
      return low.length;
    }

    @Override
    public boolean contains(float[] values, int offset) {
      for (int i = 0; i < low.length; i++) {
        float value = values[offset + i];
        if (!(value >= low[i] && value <= high[i])) {
          return false;
        }
      }
      return true;
    }

    /** Shape and bounds; of an array that is long, the widest ones. */
    @Override
    public String toString() {
      String numbers =
          Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(" × "))
              + (low.length == 1 ? " number" : " numbers");
      if (low.length > MOST_TOLD || haveSameBounds()) {
        return numbers + " " + bounds(least(), greatest());
      }
      return numbers
          + IntStream.range(0, low.length)
              .mapToObj(i -> bounds(low[i], high[i]))
              .collect(Collectors.joining(", ", " ", ""));
    }

    private boolean haveSameBounds() {
      return IntStream.range(1, low.length).allMatch(i -> low[i] == low[0] && high[i] == high[0]);
    }

    private float least() {
      float least = low[0];
      for (float each : low) {
        least = Math.min(least, each);
      }
      return least;
    }

    private float greatest() {
      float greatest = high[0];
      for (float each : high) {
        greatest = Math.max(greatest, each);
      }
      return greatest;
    }

    private static String bounds(float from, float to) {
      return "from " + from + " to " + to;
    }
  }
}
