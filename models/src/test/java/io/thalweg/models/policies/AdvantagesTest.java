package io.thalweg.models.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.Transition;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdvantagesTest {
  private static final double NOWHERE = Double.NaN;

  private static Transition step(float from, double reward, float to, String end) {
    return new Transition(
        new float[] {from},
        0,
        (float) reward,
        new float[] {to},
        end.equals("terminated"),
        end.equals("truncated"));
  }

  private static void assertAdvantages(
      Rollout rollout, double[] values, double[] nexts, double... expected) {
    Advantages advantages = new Advantages(values.length);
    advantages.estimate(rollout, values, nexts, 0.5, 0.5);
    for (int row = 0; row < expected.length; row++) {
      assertThat(advantages.advantage(row))
          .as("row %d", row)
          .isCloseTo(expected[row], within(1e-12));
      assertThat(advantages.returned(row)).isCloseTo(expected[row] + values[row], within(1e-12));
    }
  }

  @Test
  void behind_a_termination_there_is_nothing() {
    Rollout rollout = new Rollout(3, 1, 1);
    rollout.add(step(0, 1, 1, ""), 1, 0);
    rollout.add(step(1, 2, 2, ""), 1, 0);
    rollout.add(step(2, 4, 9, "terminated"), 1, 0);
    // δ = 1 + 0.5·4 − 2 = 1;  2 + 0.5·6 − 4 = 1;  4 − 6 = −2; each counts a quarter one step
    // before.
    double[] nexts = {NOWHERE, NOWHERE, NOWHERE};
    assertAdvantages(rollout, new double[] {2, 4, 6}, nexts, 1 + 0.25 * 0.5, 1 - 0.25 * 2, -2);
  }

  @Test
  void behind_a_truncation_and_the_rollouts_end_there_is_the_value_of_what_was_seen_last() {
    Rollout rollout = new Rollout(3, 1, 1);
    rollout.add(step(0, 1, 1, ""), 1, 0);
    rollout.add(step(1, 2, 2, "truncated"), 1, 0);
    rollout.add(step(2, 4, 3, ""), 1, 0);
    // δ = 1 + 0.5·4 − 2 = 1;  2 + 0.5·8 − 4 = 2;  4 + 0.5·10 − 6 = 3.
    double[] nexts = {NOWHERE, 8, 10};
    assertAdvantages(rollout, new double[] {2, 4, 6}, nexts, 1 + 0.25 * 2, 2, 3);
  }

  @Test
  void what_was_lost_in_between_cuts_a_segment() {
    Rollout rollout = new Rollout(2, 1, 1);
    rollout.add(step(0, 1, 1, ""), 1, 0);
    rollout.add(step(5, 2, 6, "terminated"), 1, 0);
    assertThat(rollout.step(1)).isZero();
    assertAdvantages(
        rollout, new double[] {2, 4}, new double[] {8, NOWHERE}, 1 + 0.5 * 8 - 2, 2 - 4);
  }

  @Test
  void streams_are_assembled_each_by_itself_and_give_the_sum_of_the_paper() {
    Random random = new Random(3);
    int count = 60;
    Rollout rollout = new Rollout(count, 1, 3);
    double[] values = new double[count];
    double[] nexts = new double[count];
    int[] stream = new int[count];
    String[] ends = new String[count];
    double[] rewards = new double[count];
    float[] place = {0, 100, 200};
    for (int row = 0; row < count; row++) {
      stream[row] = random.nextInt(3);
      int draw = random.nextInt(8);
      ends[row] = draw == 0 ? "terminated" : draw == 1 ? "truncated" : "";
      rewards[row] = random.nextInt(9) - 4;
      values[row] = random.nextGaussian();
      nexts[row] = random.nextGaussian();
      float from = place[stream[row]]++;
      rollout.add(step(from, rewards[row], from + 1, ends[row]), 0.5, stream[row]);
    }
    Advantages advantages = new Advantages(count);
    advantages.estimate(rollout, values, nexts, 0.9, 0.8);
    for (int row = 0; row < count; row++) {
      // Forwards from each row: Â = Σ (γλ)ˡ δ.
      double sum = 0;
      double power = 1;
      int at = row;
      while (at >= 0) {
        int next = at + 1;
        while (next < count && stream[next] != stream[at]) {
          next++;
        }
        boolean last = next == count || !ends[at].isEmpty();
        double after = ends[at].equals("terminated") ? 0 : last ? nexts[at] : values[next];
        sum += power * (rewards[at] + 0.9 * after - values[at]);
        power *= 0.9 * 0.8;
        at = last ? -1 : next;
      }
      assertThat(advantages.advantage(row)).as("row %d", row).isCloseTo(sum, within(1e-12));
    }
  }

  @Test
  void steps_of_an_episode_are_counted_beyond_a_rollout() {
    Rollout rollout = new Rollout(2, 1, 1);
    rollout.add(step(0, 1, 1, ""), 1, 0);
    rollout.add(step(1, 1, 2, ""), 1, 0);
    rollout.clear();
    rollout.add(step(2, 1, 3, "truncated"), 1, 0);
    rollout.add(step(0, 1, 1, ""), 1, 0);
    assertThat(rollout.step(0)).isEqualTo(2);
    assertThat(rollout.step(1)).isZero();
    assertThat(rollout.episodes()).isEqualTo(1);
  }
}
