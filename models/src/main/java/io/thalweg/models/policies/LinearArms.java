package io.thalweg.models.policies;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A ridge regression for each action (Li et al., 2010, algorithm 1): A = ridge · I + Σ x xᵀ, b = Σ
 * r x, θ = A⁻¹ b. Of A only the inverse is kept, and learns by Sherman and Morrison's formula: (A +
 * x xᵀ)⁻¹ = A⁻¹ − A⁻¹ x xᵀ A⁻¹ / (1 + xᵀ A⁻¹ x), in double and in quadratic time and memory; or
 * many rewards are gathered in A and it is inverted once.
 */
final class LinearArms {
  /** Numbers beyond this have diverged. */
  private static final double BOUND = 1e100;

  /** A context that says so much more than is known takes the inverse's digits with it. */
  private static final double MOST_SAID = 1e12;

  private final int width;
  private final double ridge;
  private final double[][] inverses;
  private final double[][] sums;
  private final double[][] coefficients;
  private final double[] product;
  private double[] inverseAfter;
  private double[] sumAfter;
  private double[] coefficientsAfter;

  LinearArms(int actions, int width, double ridge) {
    requireRoom(8.0 * (actions + 1) * ((double) width * width + 2.0 * width));
    this.width = width;
    this.ridge = ridge;
    int size = Math.multiplyExact(width, width);
    inverses = new double[actions][size];
    sums = new double[actions][width];
    coefficients = new double[actions][width];
    product = new double[width];
    inverseAfter = new double[size];
    sumAfter = new double[width];
    coefficientsAfter = new double[width];
    for (int action = 0; action < actions; action++) {
      forget(action);
    }
  }

  private void forget(int action) {
    start(action, 1 / ridge);
    Arrays.fill(coefficients[action], 0);
  }

  private void start(int action, double diagonal) {
    Arrays.fill(inverses[action], 0);
    Arrays.fill(sums[action], 0);
    for (int i = 0; i < width; i++) {
      inverses[action][i * width + i] = diagonal;
    }
  }

  private static void requireRoom(double bytes) {
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new IllegalArgumentException(
          "bandit of %.0f MB found, at most the heap's %d MB expected: fewer inputs or actions, or a higher -Xmx"
              .formatted(bytes / (1 << 20), most >> 20));
    }
  }

  /** The estimated reward, θᵀ x. */
  double estimate(int action, double[] x) {
    double estimate = 0;
    for (int i = 0; i < width; i++) {
      estimate += coefficients[action][i] * x[i];
    }
    return estimate;
  }

  /** How little is known of it, √(xᵀ A⁻¹ x). */
  double doubt(int action, double[] x) {
    multiply(inverses[action], x, product);
    return StrictMath.sqrt(Math.max(0, dot(x, product)));
  }

  private void multiply(double[] matrix, double[] vector, double[] result) {
    for (int i = 0; i < width; i++) {
      double sum = 0;
      for (int j = 0; j < width; j++) {
        sum += matrix[i * width + j] * vector[j];
      }
      result[i] = sum;
    }
  }

  private double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Learns a reward; whether all stayed within bounds, else nothing has changed. */
  boolean learn(int action, double[] x, double reward) {
    double[] inverse = inverses[action];
    multiply(inverse, x, product);
    double scale = 1 + dot(x, product);
    boolean within = scale >= 1 && scale <= MOST_SAID;
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        int at = i * width + j;
        inverseAfter[at] = inverse[at] - product[i] * product[j] / scale;
        within &= Math.abs(inverseAfter[at]) <= BOUND;
      }
      sumAfter[i] = sums[action][i] + reward * x[i];
      within &= Math.abs(sumAfter[i]) <= BOUND;
    }
    multiply(inverseAfter, sumAfter, coefficientsAfter);
    within &= within(coefficientsAfter);
    if (within) {
      exchange(action);
    }
    return within;
  }

  private void exchange(int action) {
    double[] inverse = inverses[action];
    inverses[action] = inverseAfter;
    inverseAfter = inverse;
    double[] sum = sums[action];
    sums[action] = sumAfter;
    sumAfter = sum;
    double[] before = coefficients[action];
    coefficients[action] = coefficientsAfter;
    coefficientsAfter = before;
  }

  /** Begins anew, with rewards to {@link #gather}; until they {@link #settle}, knows nothing. */
  void begin() {
    for (int action = 0; action < inverses.length; action++) {
      start(action, ridge);
    }
  }

  /** Takes a reward on; whether its context is within bounds, else nothing has changed. */
  boolean gather(int action, double[] x, double reward) {
    if (!(dot(x, x) <= MOST_SAID * ridge)) {
      return false;
    }
    double[] gathered = inverses[action];
    for (int i = 0; i < width; i++) {
      sums[action][i] += reward * x[i];
      for (int j = 0; j <= i && x[i] != 0; j++) {
        gathered[i * width + j] += x[i] * x[j];
      }
    }
    return true;
  }

  /** Knows what was gathered; how many arms would diverge by it, and know nothing. */
  int settle() {
    int diverged = 0;
    for (int action = 0; action < inverses.length; action++) {
      boolean within = Cholesky.invert(inverses[action], width) && within(sums[action]);
      if (within) {
        multiply(inverses[action], sums[action], coefficients[action]);
        within = within(coefficients[action]) && within(inverses[action]);
      }
      if (!within) {
        forget(action);
        diverged++;
      }
    }
    return diverged;
  }

  private static boolean within(double[] numbers) {
    boolean within = true;
    for (double number : numbers) {
      within &= Math.abs(number) <= BOUND;
    }
    return within;
  }

  double[] coefficients(int action) {
    return coefficients[action];
  }

  /** All that learning depends on. */
  void write(DataOutput out) throws IOException {
    write(inverses, out);
    write(sums, out);
    write(coefficients, out);
  }

  void read(DataInput in) throws IOException {
    read(inverses, in);
    read(sums, in);
    read(coefficients, in);
  }

  /**
   * What acting depends on.
   *
   * @param doubts whether {@link #doubt} is asked for
   */
  void writeActing(DataOutput out, boolean doubts) throws IOException {
    write(coefficients, out);
    if (doubts) {
      write(inverses, out);
    }
  }

  void readActing(DataInput in, boolean doubts) throws IOException {
    read(coefficients, in);
    if (doubts) {
      read(inverses, in);
    }
  }

  private static void write(double[][] arms, DataOutput out) throws IOException {
    for (double[] arm : arms) {
      for (double number : arm) {
        out.writeDouble(number);
      }
    }
  }

  private static void read(double[][] arms, DataInput in) throws IOException {
    for (double[] arm : arms) {
      for (int i = 0; i < arm.length; i++) {
        arm[i] = in.readDouble();
        if (!(Math.abs(arm[i]) <= BOUND)) {
          throw new IOException("number " + arm[i] + " found beyond its bound");
        }
      }
    }
  }
}
