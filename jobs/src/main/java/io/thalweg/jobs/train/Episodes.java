package io.thalweg.jobs.train;

import java.util.ArrayDeque;
import java.util.Deque;

/** Returns of the newest episodes, undiscounted. */
final class Episodes {
  static final int WINDOW = 100;

  private final double[] returns;
  private final Deque<Double> newest = new ArrayDeque<>();
  private long ended;

  /**
   * @param environments in which they take place
   */
  Episodes(int environments) {
    returns = new double[environments];
  }

  void step(int environment, double reward, boolean ends) {
    returns[environment] += reward;
    if (ends) {
      ended++;
      newest.add(returns[environment]);
      returns[environment] = 0;
      if (newest.size() > WINDOW) {
        newest.remove();
      }
    }
  }

  long ended() {
    return ended;
  }

  /** Of the newest {@value #WINDOW}; NaN before the first has ended. */
  double meanReturn() {
    return newest.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
