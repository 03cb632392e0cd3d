package io.thalweg.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelsTest {
  private final Random random = new Random(11);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 8, 11})
  void two_products_at_once_have_the_bits_of_two_products(int n) {
    float[][] rows = new float[n][];
    for (int k = 0; k < n; k++) {
      rows[k] = vector(37);
    }
    float[] a = vector(n);
    float[] b = vector(n);
    float[] outA = vector(37);
    float[] outB = vector(37);
    float[] aloneA = outA.clone();
    float[] aloneB = outB.clone();
    Kernels.addProducts(a, b, rows, n, outA, outB);
    Kernels.addProduct(a, rows, n, aloneA);
    Kernels.addProduct(b, rows, n, aloneB);
    assertThat(outA).isEqualTo(aloneA);
    assertThat(outB).isEqualTo(aloneB);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-6, 0.01, 0.3, 1, 2.5, 5, 7.9, 8, 100, 1e9})
  void tanh_and_sigmoid_are_close_to_the_true_ones(double x) {
    float[] values = {(float) x, (float) -x};
    Kernels.tanh(values);
    assertThat((double) values[0]).isCloseTo(Math.tanh((float) x), within(4e-7));
    assertThat(values[1]).isEqualTo(-values[0]);
    float[] logistic = {(float) x, (float) -x};
    Kernels.sigmoid(logistic);
    assertThat((double) logistic[0]).isCloseTo(1 / (1 + Math.exp(-(float) x)), within(4e-7));
    assertThat((double) logistic[1]).isCloseTo(1 / (1 + Math.exp((float) x)), within(4e-7));
  }

  private float[] vector(int length) {
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
