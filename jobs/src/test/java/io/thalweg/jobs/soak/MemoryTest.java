package io.thalweg.jobs.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.jobs.soak.Memory.Sample;
import io.thalweg.jobs.soak.Memory.Trend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void trend_leaves_out_the_warm_up_and_processes_that_died() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      samples.add(new Sample(i * 100, 1, 5_000));
    }
    for (int i = 10; i < 100; i++) {
      samples.add(new Sample(i * 100, 2, i < 40 ? 100 * i : 500 + i));
    }
    Trend trend = Memory.trend(samples);
    assertThat(trend.mebibytes()).isEqualTo(599);
    assertThat(trend.perHour()).isEqualTo(36, within(1e-9)); // one in 100 s
  }
}
