package io.thalweg.models.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.features.Batch;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SoftmaxPolicyTest {
  private static final PolicySpec SPEC =
      new PolicySpec(new FeedForward(List.of(6), Activation.RELU, 0), 3, 4, 9);

  private static byte[] learned(long seed) {
    float[] parameters = SPEC.initialParameters();
    Random random = new Random(seed);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextGaussian();
    }
    return SoftmaxPolicy.bytes(SPEC, 17, parameters);
  }

  private static Decision[] decide(SoftmaxPolicy policy, float[][] observations, Moment[] moments) {
    Batch batch = new Batch(observations.length, 1, 3);
    for (float[] observation : observations) {
      batch.add(observation, 0, 1);
    }
    Decision[] decisions = new Decision[observations.length];
    policy.decide(batch, moments, decisions);
    return decisions;
  }

  @Test
  void a_decision_is_a_function_of_version_observation_and_moment_in_any_company() {
    Random random = new Random(1);
    float[][] observations = new float[40][3];
    Moment[] moments = new Moment[40];
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 3; j++) {
        observations[i][j] = (float) random.nextGaussian();
      }
      moments[i] = new Moment(i % 3, i / 7, i);
    }
    try (SoftmaxPolicy together = SoftmaxPolicy.sampling(SPEC, 40);
        SoftmaxPolicy alone = SoftmaxPolicy.sampling(SPEC, 40)) {
      together.load(learned(2));
      alone.load(learned(2));
      Decision[] all = decide(together, observations, moments);
      for (int i = 39; i >= 0; i--) {
        Decision one = decide(alone, new float[][] {observations[i]}, new Moment[] {moments[i]})[0];
        assertThat(one.action()).isEqualTo(all[i].action());
        assertThat(one.probability()).isEqualTo(all[i].probability());
        assertThat(one.values()).isEqualTo(all[i].values());
        assertThat((float) one.probability()).isEqualTo(one.values()[one.action()]);
      }
      assertThat(Arrays.stream(all).map(Decision::action).distinct().count()).isGreaterThan(1);
      assertThat(alone.version()).isEqualTo(17);
    }
  }

  @Test
  void actions_come_as_often_as_their_probabilities_say() {
    try (SoftmaxPolicy policy = SoftmaxPolicy.sampling(SPEC, 4_000);
        SoftmaxPolicy greedy = SoftmaxPolicy.greedy(SPEC, 1)) {
      policy.load(learned(3));
      greedy.load(learned(3));
      float[][] observations = new float[4_000][];
      Arrays.fill(observations, new float[] {0.2f, -0.4f, 0.1f});
      Moment[] moments = new Moment[4_000];
      for (int i = 0; i < 4_000; i++) {
        moments[i] = new Moment(1, 2, i);
      }
      double[] shares = new double[4];
      Decision[] decisions = decide(policy, observations, moments);
      for (Decision decision : decisions) {
        shares[decision.action()] += 1.0 / 4_000;
      }
      float[] probabilities = decisions[0].values();
      int best = 0;
      for (int action = 0; action < 4; action++) {
        best = probabilities[action] > probabilities[best] ? action : best;
        assertThat(shares[action]).isCloseTo(probabilities[action], within(0.025));
      }
      Decision likeliest =
          decide(greedy, new float[][] {observations[0]}, new Moment[] {moments[0]})[0];
      assertThat(likeliest.action()).isEqualTo(best);
      assertThat(likeliest.probability()).isEqualTo(1);
    }
  }

  @Test
  void it_begins_by_choosing_all_actions_nearly_alike() {
    try (SoftmaxPolicy policy = SoftmaxPolicy.sampling(SPEC, 1)) {
      Decision decision =
          decide(policy, new float[][] {{1, -1, 2}}, new Moment[] {new Moment(0, 0, 0)})[0];
      assertThat(policy.version()).isZero();
      for (float probability : decision.values()) {
        assertThat((double) probability).isCloseTo(0.25, within(0.01));
      }
    }
  }

  @Test
  void bytes_that_are_corrupt_leave_the_policy_as_it_was() {
    byte[] good = learned(4);
    try (SoftmaxPolicy policy = SoftmaxPolicy.sampling(SPEC, 1)) {
      policy.load(good);
      for (int length = 0; length < good.length; length++) {
        byte[] cut = Arrays.copyOf(good, length);
        assertThatThrownBy(() -> policy.load(cut)).isInstanceOf(IllegalArgumentException.class);
      }
      byte[] other = learned(4);
      other[0]++;
      assertThatThrownBy(() -> policy.load(other)).hasMessageContaining("format");
      PolicySpec wider = new PolicySpec(SPEC.network(), 3, 5, 9);
      assertThatThrownBy(
              () -> policy.load(SoftmaxPolicy.bytes(wider, 1, wider.initialParameters())))
          .hasMessageContaining("5 actions found");
      assertThat(policy.version()).isEqualTo(17);
    }
  }
}
