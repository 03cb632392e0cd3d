package io.thalweg.models.random;

/**
 * A stream of pseudo-random numbers whose whole state is one number, so that it can be checkpointed
 * and set back: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", 2014). The same everywhere; not for secrets. Not thread-safe.
 */
public final class Generator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /** Starts at a seed, or goes on from a {@link #state()}. */
  public Generator(long state) {
    this.state = state;
  }

  /** Everything that later draws depend on. */
  public long state() {
    return state;
  }

  /** Goes back (or on) to a state. */
  public void reset(long newState) {
    state = newState;
  }

  /** Uniform over all longs. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Uniform in [0, 1), with 53 bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /**
   * Uniform in [0, bound), bound at least 1. The bias of the multiplication is below bound / 2^63.
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound " + bound + " found, at least 1 expected");
    }
    return (int) Math.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
  }
}
