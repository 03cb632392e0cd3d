package io.thalweg.models.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  @Test
  void it_draws_what_the_jdks_splitmix64_draws() {
    Generator generator = new Generator(42);
    SplittableRandom reference = new SplittableRandom(42);
    for (int i = 0; i < 100; i++) {
      assertThat(generator.nextLong()).isEqualTo(reference.nextLong());
    }
  }

  @Test
  void it_goes_on_from_its_state() {
    Generator generator = new Generator(7);
    generator.nextLong();
    Generator restored = new Generator(generator.state());
    assertThat(restored.nextDouble()).isEqualTo(generator.nextDouble());
  }

  @Test
  void bounded_draws_are_uniform() {
    Generator generator = new Generator(1);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[generator.nextInt(7)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
  }
}
