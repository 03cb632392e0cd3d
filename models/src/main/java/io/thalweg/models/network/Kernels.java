package io.thalweg.models.network;

/**
 * Loops over floats that the JIT compiler turns into vector code. Java's arithmetic is exact IEEE
 * 754 in a fixed order whether interpreted or compiled, so that the bits are the same on every JVM;
 * nothing here calls {@code Math.exp} or its like, whose compiled form may differ.
 */
final class Kernels {
  private static final float TANH_BOUND = 7.905311f;

  private Kernels() {}

  /**
   * out += Σ over k below n of a[k] · rows[k].
   *
   * @param rows each as long as out
   */
  static void addProduct(float[] a, float[][] rows, int n, float[] out) {
    int k = 0;
    for (; k + 3 < n; k += 4) {
      addFour(a, k, rows[k], rows[k + 1], rows[k + 2], rows[k + 3], out);
    }
    for (; k < n; k++) {
      addOne(a[k], rows[k], out);
    }
  }

  /** {@link #addProduct} for two vectors at once, with the same bits: each row is read once. */
  static void addProducts(float[] a, float[] b, float[][] rows, int n, float[] outA, float[] outB) {
    int k = 0;
    for (; k + 3 < n; k += 4) {
      addFour(a, b, k, rows[k], rows[k + 1], rows[k + 2], rows[k + 3], outA, outB);
    }
    for (; k < n; k++) {
      addOne(a[k], rows[k], outA);
      addOne(b[k], rows[k], outB);
    }
  }

  /** out += a. */
  static void add(float[] a, float[] out) {
    for (int j = 0; j < out.length; j++) {
      out[j] += a[j];
    }
  }

  private static void addOne(float a, float[] row, float[] out) {
    for (int j = 0; j < out.length; j++) {
      out[j] += a * row[j];
    }
  }

  private static void addFour(
      float[] a, int k, float[] row0, float[] row1, float[] row2, float[] row3, float[] out) {
    float a0 = a[k];
    float a1 = a[k + 1];
    float a2 = a[k + 2];
    float a3 = a[k + 3];
    for (int j = 0; j < out.length; j++) {
      out[j] += a0 * row0[j] + a1 * row1[j] + a2 * row2[j] + a3 * row3[j];
    }
  }

  private static void addFour(
      float[] a,
      float[] b,
      int k,
      float[] row0,
      float[] row1,
      float[] row2,
      float[] row3,
      float[] outA,
      float[] outB) {
    float a0 = a[k];
    float a1 = a[k + 1];
    float a2 = a[k + 2];
    float a3 = a[k + 3];
    float b0 = b[k];
    float b1 = b[k + 1];
    float b2 = b[k + 2];
    float b3 = b[k + 3];
    for (int j = 0; j < outA.length; j++) {
      float r0 = row0[j];
      float r1 = row1[j];
      float r2 = row2[j];
      float r3 = row3[j];
      outA[j] += a0 * r0 + a1 * r1 + a2 * r2 + a3 * r3;
      outB[j] += b0 * r0 + b1 * r1 + b2 * r2 + b3 * r3;
    }
  }

  /**
   * tanh of each number, in place: the rational approximation of degree 13/6 by Eigen's authors
   * (absolute error below 4e-7).
   */
  static void tanh(float[] x) {
    for (int j = 0; j < x.length; j++) {
      x[j] = tanh(x[j]);
    }
  }

  /** The logistic function of each number, in place: (1 + tanh(x / 2)) / 2. */
  static void sigmoid(float[] x) {
    for (int j = 0; j < x.length; j++) {
      x[j] = 0.5f + 0.5f * tanh(0.5f * x[j]);
    }
  }

  private static float tanh(float value) {
    float x = Math.max(-TANH_BOUND, Math.min(TANH_BOUND, value));
    float s = x * x;
    float p = -2.7607684e-16f;
    p = p * s + 2.000188e-13f;
    p = p * s - 8.604672e-11f;
    p = p * s + 5.1222973e-8f;
    p = p * s + 1.48572235e-5f;
    p = p * s + 6.3726195e-4f;
    p = p * s + 4.8935246e-3f;
    float q = 1.1982584e-6f;
    q = q * s + 1.1853471e-4f;
    q = q * s + 2.2684347e-3f;
    q = q * s + 4.893525e-3f;
    return x * p / q;
  }
}
