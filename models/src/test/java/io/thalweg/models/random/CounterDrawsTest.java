package io.thalweg.models.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CounterDrawsTest {
  @Test
  void a_place_always_gives_the_same_number() {
    assertThat(CounterDraws.bits(7, 3, 2, 1, 0)).isEqualTo(CounterDraws.bits(7, 3, 2, 1, 0));
    assertThat(CounterDraws.uniform(7, 3, 2, 1, 0)).isEqualTo(CounterDraws.uniform(7, 3, 2, 1, 0));
  }

  @Test
  void coordinates_that_change_places_give_other_numbers() {
    Set<Long> found = new HashSet<>();
    for (int seed = 0; seed < 6; seed++) {
      for (int environment = 0; environment < 6; environment++) {
        for (int episode = 0; episode < 6; episode++) {
          for (int step = 0; step < 6; step++) {
            for (int index = 0; index < 6; index++) {
              found.add(CounterDraws.bits(seed, environment, episode, step, index));
            }
          }
        }
      }
    }
    assertThat(found).hasSize(6 * 6 * 6 * 6 * 6);
  }

  @Test
  void neighbouring_steps_are_uniform_and_uncorrelated() {
    int draws = 100_000;
    double mean = 0;
    double product = 0;
    int[] tenths = new int[10];
    double before = 0.5;
    for (int step = 0; step < draws; step++) {
      double number = CounterDraws.uniform(1, 0, 0, step, 0);
      mean += number / draws;
      product += (number - 0.5) * (before - 0.5) / draws;
      before = number;
      tenths[(int) (10 * number)]++;
    }
    // Five standard deviations each.
    assertThat(mean).isCloseTo(0.5, within(0.0046));
    assertThat(product).isCloseTo(0, within(0.0014));
    for (int tenth : tenths) {
      assertThat((double) tenth).isCloseTo(draws / 10.0, within(475.0));
    }
  }
}
