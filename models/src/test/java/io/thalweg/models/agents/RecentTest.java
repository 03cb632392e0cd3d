package io.thalweg.models.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.features.Batch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecentTest {
  private static float[] window(Recent recent, int environment) {
    Batch batch = new Batch(1, 3, 2);
    recent.addTo(batch, environment);
    return Arrays.copyOfRange(batch.values(), batch.offset(0, 3 - batch.length(0)), 6);
  }

  @Test
  void the_newest_observations_of_each_environment_are_kept_in_their_order() {
    Recent recent = new Recent(2, 3, 2);
    recent.add(0, new float[] {1, 1});
    assertThat(window(recent, 0)).containsExactly(1, 1);
    recent.add(1, new float[] {9, 9});
    recent.add(0, new float[] {2, 2});
    recent.add(0, new float[] {3, 3});
    assertThat(window(recent, 0)).containsExactly(1, 1, 2, 2, 3, 3);
    recent.add(0, new float[] {4, 4});
    recent.add(0, new float[] {5, 5});
    assertThat(window(recent, 0)).containsExactly(3, 3, 4, 4, 5, 5);
    assertThat(window(recent, 1)).containsExactly(9, 9);
  }

  @Test
  void a_window_has_nothing_of_the_episode_before() {
    Recent recent = new Recent(1, 3, 2);
    recent.add(0, new float[] {1, 1});
    recent.add(0, new float[] {2, 2});
    recent.forget(0);
    recent.add(0, new float[] {3, 3});
    assertThat(window(recent, 0)).containsExactly(3, 3);
  }

  @Test
  void of_one_step_it_is_the_observation() {
    Recent recent = new Recent(1, 1, 2);
    recent.add(0, new float[] {1, 1});
    recent.add(0, new float[] {2, 2});
    assertThat(window(recent, 0)).containsExactly(2, 2);
  }
}
