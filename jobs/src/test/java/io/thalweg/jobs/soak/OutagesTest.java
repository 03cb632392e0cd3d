package io.thalweg.jobs.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutagesTest {
  @Test
  void longest_silence_after_a_moment_is_found_in_any_order() {
    assertThat(Outages.longest(1_000, List.of(900L, 1_010L, 4_030L, 1_020L, 4_031L)))
        .isEqualTo(Duration.ofMillis(3_010));
  }

  @Test
  void silence_begins_with_the_moment_itself() {
    assertThat(Outages.longest(1_000, List.of(999L, 3_500L, 3_600L)))
        .isEqualTo(Duration.ofMillis(2_500));
  }
}
