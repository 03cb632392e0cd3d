package io.thalweg.models.agents.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.agents.Transition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Observations are a single number; γ = 1/2, so that all sums are exact. */
class NStepWindowTest {
  private record Return(float observation, int action, float sum, float next, float discount) {}

  private final List<Return> returns = new ArrayList<>();

  private void take(NStepWindow window, float from, float reward, float to, String end) {
    float[] observation = {from};
    float[] next = {to};
    window.take(
        new Transition(
            observation, (int) from, reward, next, end.equals("terminated"), end.equals("cut")),
        7,
        (observations, offset, action, sum, last, discount, key, length) ->
            returns.add(new Return(observations[offset], action, sum, last[0], discount)));
    // The caller may fill its arrays again.
    observation[0] = Float.NaN;
    next[0] = Float.NaN;
  }

  @Test
  void a_return_waits_for_all_its_steps() {
    NStepWindow window = new NStepWindow(3, 1, 0.5);
    take(window, 0, 8, 1, "");
    take(window, 1, 4, 2, "");
    assertThat(returns).isEmpty();
    take(window, 2, 16, 3, "");
    assertThat(returns).containsExactly(new Return(0, 0, 8 + 2 + 4, 3, 0.125f));
    take(window, 3, 32, 4, "");
    assertThat(returns).last().isEqualTo(new Return(1, 1, 4 + 8 + 8, 4, 0.125f));
  }

  @Test
  void what_terminates_is_not_bootstrapped() {
    NStepWindow window = new NStepWindow(3, 1, 0.5);
    take(window, 0, 8, 1, "");
    take(window, 1, 4, 2, "terminated");
    assertThat(returns).containsExactly(new Return(0, 0, 10, 2, 0), new Return(1, 1, 4, 2, 0));
    take(window, 7, 1, 8, "");
    take(window, 8, 1, 9, "");
    take(window, 9, 1, 10, "");
    assertThat(returns).hasSize(3).last().isEqualTo(new Return(7, 7, 1.75f, 10, 0.125f));
  }

  @Test
  void what_is_cut_off_is_bootstrapped_from_where_it_was() {
    NStepWindow window = new NStepWindow(3, 1, 0.5);
    take(window, 0, 8, 1, "");
    take(window, 1, 4, 2, "cut");
    assertThat(returns)
        .containsExactly(new Return(0, 0, 10, 2, 0.25f), new Return(1, 1, 4, 2, 0.5f));
  }

  @Test
  void a_step_that_was_lost_cuts_what_came_before_it() {
    NStepWindow window = new NStepWindow(3, 1, 0.5);
    take(window, 0, 8, 1, "");
    take(window, 5, 4, 6, "");
    assertThat(returns).containsExactly(new Return(0, 0, 8, 1, 0.5f));
    take(window, 6, 4, 7, "");
    take(window, 7, 4, 8, "");
    assertThat(returns).hasSize(2).last().isEqualTo(new Return(5, 5, 7, 8, 0.125f));
  }
}
