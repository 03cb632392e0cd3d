package io.thalweg.models.agents.dqn;

/**
 * The exponential function for softmaxes: within 4 units in the last place, the same bits
 * everywhere, several times faster than {@link StrictMath}'s.
 */
final class Exponential {
  private static final double LEAST = -708;
  private static final double LOG2_E = 1 / 0.6931471805599453;

  /** ln 2 in two parts, the first with so few bits that whole multiples of it are exact. */
  private static final double LN2_HIGH = 0x1.62e42fee00000p-1;

  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  private Exponential() {}

  /**
   * eˣ = 2ⁿ eʳ, r within ± ln 2 / 2, of which the first terms of Taylor's series are enough.
   *
   * @param x at most 0; NaN gives NaN
   */
  static double of(double x) {
    if (x < LEAST) {
      return 0;
    }
    double n = Math.rint(x * LOG2_E);
    double r = (x - n * LN2_HIGH) - n * LN2_LOW;
    double square = r * r;
    double even = 1.0 / 479001600;
    even = even * square + 1.0 / 3628800;
    even = even * square + 1.0 / 40320;
    even = even * square + 1.0 / 720;
    even = even * square + 1.0 / 24;
    even = even * square + 0.5;
    double odd = 1.0 / 6227020800.0;
    odd = odd * square + 1.0 / 39916800;
    odd = odd * square + 1.0 / 362880;
    odd = odd * square + 1.0 / 5040;
    odd = odd * square + 1.0 / 120;
    odd = odd * square + 1.0 / 6;
    double series = 1 + (r + square * (even + r * odd));
    return series * Double.longBitsToDouble(((long) n + 1023) << 52);
  }
}
