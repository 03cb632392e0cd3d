package io.thalweg.models.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearArmsTest {
  private static final int ARMS = 2;
  private static final int WIDTH = 5;

  private static double[] context(Random random, double scale) {
    double[] x = new double[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      // Half of them are 0, as behind a ReLU.
      x[i] = random.nextBoolean() ? scale * random.nextGaussian() : 0;
    }
    return x;
  }

  private static void assertAlike(LinearArms found, LinearArms expected, Random random) {
    for (int trial = 0; trial < 20; trial++) {
      double[] x = context(random, 1);
      for (int action = 0; action < ARMS; action++) {
        assertThat(found.estimate(action, x)).isCloseTo(expected.estimate(action, x), within(1e-9));
        assertThat(found.doubt(action, x)).isCloseTo(expected.doubt(action, x), within(1e-9));
      }
    }
  }

  @Test
  void rewards_gathered_say_the_same_as_rewards_learned_one_by_one() {
    Random random = new Random(3);
    LinearArms learned = new LinearArms(ARMS, WIDTH, 0.5);
    LinearArms gathered = new LinearArms(ARMS, WIDTH, 0.5);
    for (int round = 0; round < 3; round++) {
      // What was learned before makes no difference.
      gathered.learn(0, context(random, 1), 9);
      gathered.begin();
      learned = new LinearArms(ARMS, WIDTH, 0.5);
      for (int i = 0; i < 20; i++) {
        double[] x = context(random, 1);
        double reward = random.nextGaussian();
        assertThat(gathered.gather(i % ARMS, x, reward)).isTrue();
        assertThat(learned.learn(i % ARMS, x, reward)).isTrue();
      }
      assertThat(gathered.settle()).isZero();
      assertAlike(gathered, learned, random);
    }
    double[] x = context(random, 1);
    gathered.learn(1, x, 2);
    learned.learn(1, x, 2);
    assertAlike(gathered, learned, random);
  }

  @Test
  void an_arm_that_would_diverge_knows_nothing_and_the_others_stay() {
    Random random = new Random(4);
    LinearArms gathered = new LinearArms(ARMS, WIDTH, 1);
    LinearArms expected = new LinearArms(ARMS, WIDTH, 1);
    gathered.begin();
    assertThat(gathered.gather(0, context(random, 1e8), 1)).isFalse();
    assertThat(gathered.gather(0, new double[] {Double.NaN, 0, 0, 0, 0}, 1)).isFalse();
    double[] x = context(random, 1);
    assertThat(gathered.gather(0, x, 2)).isTrue();
    assertThat(gathered.gather(1, x, 1e200)).isTrue();
    assertThat(gathered.settle()).isEqualTo(1);
    expected.learn(0, x, 2);
    assertAlike(gathered, expected, random);
  }
}
