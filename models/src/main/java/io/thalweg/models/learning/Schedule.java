package io.thalweg.models.learning;

import java.io.Serializable;

/**
 * How the learning rate goes on, by gradient steps and not by the clock: {@code rate · min(1, step
 * / warmUp) · max(floor, decay^(step / 1000))}. A stream has no end, so there is no schedule
 * towards one.
 *
 * @param warmUp steps in which the rate rises from 0, linearly (Goyal et al., 2017); 0: none
 * @param decay factor per 1,000 steps, in (0, 1]; 1: none
 * @param floor share of the rate that it never falls below, in [0, 1]
 */
public record Schedule(int warmUp, double decay, double floor) implements Serializable {
  /** The rate stays as it is. */
  public static final Schedule CONSTANT = new Schedule(0, 1, 0);

  /** Factor of the rate at a step, counted from 1. */
  double factor(long step) {
    double risen = step >= warmUp ? 1 : (double) step / warmUp;
    double left = decay == 1 ? 1 : StrictMath.max(floor, StrictMath.pow(decay, step / 1000.0));
    return risen * left;
  }
}
