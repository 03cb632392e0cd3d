package io.thalweg.models.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.learning.Learning.Updater;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void the_rate_rises_linearly_and_then_decays_to_its_floor() {
    Schedule schedule = new Schedule(100, 0.5, 0.2);
    assertThat(schedule.factor(1)).isCloseTo(0.01 * Math.pow(0.5, 0.001), within(1e-12));
    assertThat(schedule.factor(50)).isCloseTo(0.5 * Math.pow(0.5, 0.05), within(1e-12));
    assertThat(schedule.factor(1_000)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.factor(2_000)).isCloseTo(0.25, within(1e-12));
    assertThat(schedule.factor(100_000)).isEqualTo(0.2);
  }

  @Test
  void the_rate_stays_without_a_schedule() {
    assertThat(Schedule.CONSTANT.factor(1)).isEqualTo(1);
    assertThat(Schedule.CONSTANT.factor(Long.MAX_VALUE)).isEqualTo(1);
  }

  @Test
  void an_updater_steps_by_the_scheduled_rate() {
    Learning learning =
        new Learning(
            Updater.SGD,
            0.1,
            new Schedule(4, 1, 0),
            0,
            1,
            1,
            0,
            List.of(),
            null,
            Learning.Steps.NEWEST,
            0,
            1);
    Optimiser optimiser = new Optimiser(learning, 1);
    float[] parameters = {1};
    for (int step = 1; step <= 5; step++) {
      optimiser.step(parameters, new float[] {1});
    }
    // 0.1 · (1/4 + 2/4 + 3/4 + 1 + 1)
    assertThat(parameters[0]).isCloseTo(1 - 0.35f, within(1e-6f));
  }
}
