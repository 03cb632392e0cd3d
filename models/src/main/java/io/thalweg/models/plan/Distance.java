package io.thalweg.models.plan;

/** How far an output is from its target. */
enum Distance {
  /**
   * −t ln y − (1 − t) ln(1 − y), summed over the outputs. As in DL4J's {@code LossBinaryXENT}, y is
   * kept {@value #CLIPPING} away from 0 and 1, in the slope too.
   */
  CROSS_ENTROPY(false) {
    @Override
    double of(double output, double target) {
      double y = clipped(output);
      return -target * StrictMath.log(y) - (1 - target) * StrictMath.log(1 - y);
    }

    @Override
    double slope(double output, double target) {
      double y = clipped(output);
      return (y - target) / (y * (1 - y));
    }
  },
  /** (y − t)², averaged over the outputs, as in DL4J's {@code LossMSE}. */
  SQUARED_ERROR(true) {
    @Override
    double of(double output, double target) {
      return (output - target) * (output - target);
    }

    @Override
    double slope(double output, double target) {
      return 2 * (output - target);
    }
  },
  /**
   * (y − t)² / 2 up to a distance of 1, from there on |y − t| − 1/2 (Huber, 1964), averaged over
   * the outputs, as in {@link io.thalweg.models.losses.Huber}.
   */
  HUBER(true) {
    @Override
    double of(double output, double target) {
      double slope = slope(output, target);
      return slope * (output - target - slope / 2);
    }

    @Override
    double slope(double output, double target) {
      return Math.max(-1, Math.min(1, output - target));
    }
  };

  static final double CLIPPING = 1e-5;

  private final boolean averaged;

  Distance(boolean averaged) {
    this.averaged = averaged;
  }

  private static double clipped(double output) {
    return Math.max(CLIPPING, Math.min(1 - CLIPPING, output));
  }

  /** Whether a row's loss is the mean over its outputs, else their sum. */
  boolean averaged() {
    return averaged;
  }

  abstract double of(double output, double target);

  /** Of the distance by the output. */
  abstract double slope(double output, double target);
}
