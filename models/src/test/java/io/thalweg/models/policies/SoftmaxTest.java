package io.thalweg.models.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SoftmaxTest {
  private static Softmax of(double... scores) {
    Softmax softmax = new Softmax(scores.length);
    softmax.of(scores);
    return softmax;
  }

  @Test
  void probabilities_are_in_proportion_to_the_scores_exponentials() {
    Softmax softmax = of(Math.log(1), Math.log(2), Math.log(5));
    for (int action = 0; action < 3; action++) {
      double expected = new double[] {0.125, 0.25, 0.625}[action];
      assertThat(softmax.probability(action)).isCloseTo(expected, within(1e-15));
      assertThat(softmax.logProbability(action)).isCloseTo(Math.log(expected), within(1e-14));
    }
    double entropy = -(0.125 * Math.log(0.125) + 0.25 * Math.log(0.25) + 0.625 * Math.log(0.625));
    assertThat(softmax.entropy()).isCloseTo(entropy, within(1e-14));
    assertThat(softmax.best()).isEqualTo(2);
  }

  @Test
  void scores_beyond_what_exponentials_hold_are_no_harm() {
    Softmax softmax = of(1e4, -1e4, 1e4);
    assertThat(softmax.probability(0)).isCloseTo(0.5, within(1e-12));
    assertThat(softmax.probability(1)).isZero();
    assertThat(softmax.logProbability(1)).isCloseTo(-2e4 - Math.log(2), within(1e-9));
    assertThat(softmax.entropy()).isCloseTo(Math.log(2), within(1e-11));
    assertThat(softmax.draw(0.999999999999)).isEqualTo(2);
    double[] slopes = new double[3];
    softmax.slopes(0, 1, 1, slopes);
    assertThat(slopes).doesNotContain(Double.NaN);
  }

  @Test
  void a_uniform_number_falls_on_each_action_as_often_as_it_is_likely() {
    Softmax softmax = of(Math.log(1), Math.log(2), Math.log(5));
    int[] counts = new int[3];
    for (int i = 0; i < 8_000; i++) {
      counts[softmax.draw((i + 0.5) / 8_000)]++;
    }
    assertThat(counts).containsExactly(1_000, 2_000, 5_000);
  }

  @Test
  void slopes_are_those_of_log_probability_and_entropy() {
    Random random = new Random(5);
    double step = 1e-5;
    for (int trial = 0; trial < 50; trial++) {
      double[] scores = random.doubles(4, -3, 3).toArray();
      int action = random.nextInt(4);
      double byLog = random.nextGaussian();
      double byEntropy = random.nextGaussian();
      double[] slopes = new double[4];
      of(scores).slopes(action, byLog, byEntropy, slopes);
      for (int j = 0; j < 4; j++) {
        double[] above = scores.clone();
        above[j] += step;
        double[] below = scores.clone();
        below[j] -= step;
        double expected =
            (byLog * (of(above).logProbability(action) - of(below).logProbability(action))
                    + byEntropy * (of(above).entropy() - of(below).entropy()))
                / (2 * step);
        assertThat(slopes[j]).as("trial %d, score %d", trial, j).isCloseTo(expected, within(1e-8));
      }
    }
  }
}
