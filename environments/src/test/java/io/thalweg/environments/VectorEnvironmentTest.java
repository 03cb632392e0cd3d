package io.thalweg.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VectorEnvironmentTest {
  private static final Environments.Entry CARTPOLE = Environments.named("CartPole-v1");

  /** Same seeds and actions, one by one. */
  @Test
  void each_environment_goes_its_own_way() {
    int count = 5;
    VectorEnvironment vector = new VectorEnvironment(CARTPOLE::make, count, 7);
    vector.reset();
    Environment[] alone = new Environment[count];
    for (int i = 0; i < count; i++) {
      alone[i] = CARTPOLE.make();
      alone[i].reset(VectorEnvironment.seed(7, i, 0));
    }
    Random random = new Random(3);
    float[] seen = new float[4];
    int ended = 0;
    for (int step = 0; step < 300; step++) {
      float[] actions = new float[count];
      for (int i = 0; i < count; i++) {
        actions[i] = random.nextInt(2);
      }
      vector.step(actions);
      for (int i = 0; i < count; i++) {
        alone[i].step(actions, i);
        alone[i].observe(seen, 0);
        assertThat(Arrays.copyOfRange(vector.next(), 4 * i, 4 * i + 4)).isEqualTo(seen);
        assertThat(vector.rewards()[i]).isEqualTo(alone[i].reward());
        assertThat(vector.terminated()[i]).isEqualTo(alone[i].terminated());
        if (alone[i].terminated()) {
          ended++;
          alone[i].reset(VectorEnvironment.seed(7, i, vector.episode(i)));
          alone[i].observe(seen, 0);
        }
        assertThat(Arrays.copyOfRange(vector.observations(), 4 * i, 4 * i + 4)).isEqualTo(seen);
      }
    }
    assertThat(ended).isGreaterThan(20);
  }

  @Test
  void episodes_that_are_cut_off_are_truncated_and_not_terminated() {
    VectorEnvironment vector =
        new VectorEnvironment(Environments.named("mountain-car")::make, 2, 1);
    vector.reset();
    for (int step = 1; step <= 200; step++) {
      vector.step(new float[] {1, 1});
      assertThat(vector.truncated()[0]).isEqualTo(step == 200);
      assertThat(vector.terminated()[0]).isFalse();
    }
    assertThat(vector.episode(1)).isEqualTo(1);
  }

  @Test
  void no_two_episodes_have_the_same_seed() {
    Set<Long> seeds = new HashSet<>();
    for (int environment = 0; environment < 100; environment++) {
      for (long episode = 0; episode < 100; episode++) {
        seeds.add(VectorEnvironment.seed(5, environment, episode));
      }
    }
    assertThat(seeds).hasSize(10_000);
  }

  @Test
  void an_unknown_name_is_answered_with_those_that_there_are() {
    assertThatThrownBy(() -> Environments.named("cart-pole"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("environment 'cart-pole' found, one of cartpole, mountain-car, ");
  }

  @Test
  void a_masked_pole_is_the_pole_without_its_velocities() {
    Environment pole = Environments.named("cartpole").make();
    Environment masked = Environments.named("cartpole-masked").make();
    float[] all = new float[4];
    float[] found = new float[2];
    pole.reset(9);
    masked.reset(9);
    for (int step = 0; step < 8; step++) {
      pole.observe(all, 0);
      masked.observe(found, 0);
      assertThat(found).containsExactly(all[0], all[2]);
      pole.step(new float[] {step % 2}, 0);
      masked.step(new float[] {step % 2}, 0);
    }
    assertThat(masked.observationSpace().size()).isEqualTo(2);
    assertThatThrownBy(() -> new Masked(Environments.named("taxi").make(), 0))
        .hasMessageContaining("an array of numbers expected");
    assertThatThrownBy(() -> new Masked(Environments.named("cartpole").make(), 4))
        .hasMessage("number 4 found, 0 to 3 expected");
  }

  @Test
  void choices_lie_evenly_between_the_bounds_of_an_action() {
    Environment pendulum = Environments.named("pendulum").make();
    Environment chosen = Environments.named("pendulum-5").make();
    float[] expected = new float[3];
    float[] found = new float[3];
    for (int choice = 0; choice < 5; choice++) {
      pendulum.reset(9);
      chosen.reset(9);
      pendulum.step(new float[] {choice - 2}, 0);
      chosen.step(new float[] {choice}, 0);
      pendulum.observe(expected, 0);
      chosen.observe(found, 0);
      assertThat(found).isEqualTo(expected);
      assertThat(chosen.reward()).isEqualTo(pendulum.reward());
    }
    assertThatThrownBy(() -> new DiscreteActions(Environments.named("taxi").make(), 3))
        .hasMessageContaining("one number within finite bounds expected");
  }
}
