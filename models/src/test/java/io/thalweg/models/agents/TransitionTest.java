package io.thalweg.models.agents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransitionTest {
  private static final float[] HERE = {1, 2};

  private static Transition of(float[] observation, int action, float reward, float[] next) {
    return new Transition(observation, action, reward, next, false, false);
  }

  @Test
  void a_transition_of_the_right_shape_has_no_flaw() {
    assertThat(of(HERE, 2, -1, HERE).flaw(2, 3)).isEmpty();
  }

  @Test
  void what_an_agent_cannot_learn_from_is_said() {
    assertThat(of(HERE, 0, 0, new float[3]).flaw(2, 3))
        .contains("observations of 2 and 3 numbers found, 2 expected");
    assertThat(of(HERE, 3, 0, HERE).flaw(2, 3)).contains("action 3 found, 0 to 2 expected");
    assertThat(of(HERE, -1, 0, HERE).flaw(2, 3)).contains("action -1 found, 0 to 2 expected");
    assertThat(of(HERE, 0, Float.NaN, HERE).flaw(2, 3))
        .contains("reward NaN found, a finite one expected");
    assertThat(of(HERE, 0, 0, new float[] {0, Float.POSITIVE_INFINITY}).flaw(2, 3)).isPresent();
    assertThat(of(new float[] {Float.NaN, 0}, 0, 0, HERE).flaw(2, 3)).isPresent();
  }

  @Test
  void termination_and_truncation_both_end_an_episode() {
    assertThat(new Transition(HERE, 0, 0, HERE, true, false).ends()).isTrue();
    assertThat(new Transition(HERE, 0, 0, HERE, false, true).ends()).isTrue();
    assertThat(of(HERE, 0, 0, HERE).ends()).isFalse();
  }
}
