package io.thalweg.models.policies;

/**
 * Cholesky's decomposition of symmetric, positive definite matrices (Golub and Van Loan, 2013,
 * 4.2).
 */
final class Cholesky {
  private Cholesky() {}

  /**
   * Replaces a matrix by its inverse, in cubic time.
   *
   * @param matrix row by row; of it only the lower half is read
   * @param width of a row
   * @return whether it was positive definite, to the last digits; else it holds nothing of use
   */
  static boolean invert(double[] matrix, int width) {
    if (!decompose(matrix, width)) {
      return false;
    }
    invertFactor(matrix, width);
    multiply(matrix, width);
    return true;
  }

  /** A = L Lᵀ. */
  private static boolean decompose(double[] a, int width) {
    for (int i = 0; i < width; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i * width + j];
        for (int k = 0; k < j; k++) {
          sum -= a[i * width + k] * a[j * width + k];
        }
        if (i == j && !(sum > 0 && sum <= Double.MAX_VALUE)) {
          return false;
        }
        a[i * width + j] = i == j ? StrictMath.sqrt(sum) : sum / a[j * width + j];
      }
    }
    return true;
  }

  /** L⁻¹ in place of L, row by row. */
  private static void invertFactor(double[] l, int width) {
    for (int i = 0; i < width; i++) {
      double diagonal = l[i * width + i];
      for (int j = 0; j < i; j++) {
        double sum = 0;
        for (int k = j; k < i; k++) {
          sum += l[i * width + k] * l[k * width + j];
        }
        l[i * width + j] = -sum / diagonal;
      }
      l[i * width + i] = 1 / diagonal;
    }
  }

  /** A⁻¹ = L⁻ᵀ L⁻¹; an element needs none of the rows above it. */
  private static void multiply(double[] l, int width) {
    for (int i = 0; i < width; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = i; k < width; k++) {
          sum += l[k * width + i] * l[k * width + j];
        }
        l[i * width + j] = sum;
        l[j * width + i] = sum;
      }
    }
  }
}
