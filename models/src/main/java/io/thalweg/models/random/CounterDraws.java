package io.thalweg.models.random;

/**
 * Pseudo-random numbers that are functions of a place, not of the draws before (Salmon et al.,
 * "Parallel random numbers: as easy as 1, 2, 3", 2011): each coordinate goes through a step of
 * SplitMix64 in turn. The same everywhere; not for secrets.
 */
public final class CounterDraws {
  private CounterDraws() {}

  /**
   * Uniform over all longs.
   *
   * @param index which draw of that place
   */
  public static long bits(long seed, long environment, long episode, long step, int index) {
    long mixed = mix(seed, environment);
    mixed = mix(mixed, episode);
    mixed = mix(mixed, step);
    return mix(mixed, index);
  }

  /** Uniform in [0, 1), with 53 bits. */
  public static double uniform(long seed, long environment, long episode, long step, int index) {
    return (bits(seed, environment, episode, step, index) >>> 11) * 0x1.0p-53;
  }

  /** A bijection of either number while the other stays. */
  private static long mix(long before, long coordinate) {
    return finished(before ^ finished(coordinate + 0x9E3779B97F4A7C15L));
  }

  private static long finished(long number) {
    long z = number + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
