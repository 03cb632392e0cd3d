package io.thalweg.models.agents.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialTest {
  @Test
  void it_is_the_exponential_function_to_the_last_bits() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      double x = -random.nextDouble() * (i % 2 == 0 ? 1 : 708);
      double expected = StrictMath.exp(x);
      assertThat(Exponential.of(x))
          .as("x = %s", x)
          .isCloseTo(expected, within(4 * Math.ulp(expected)));
    }
  }

  @Test
  void its_ends_are_those_of_the_function() {
    assertThat(Exponential.of(0)).isEqualTo(1);
    assertThat(Exponential.of(-0.0)).isEqualTo(1);
    assertThat(Exponential.of(-709)).isZero();
    assertThat(Exponential.of(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(Exponential.of(Double.NaN)).isNaN();
  }
}
