package io.thalweg.models.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.AgentContract;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.policies.BanditSettings.Choice.LinUcb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes of a snapshot have become, they are taken on or refused with a reason. */
class CorruptSnapshotsTest {
  private static final PolicySpec SPEC =
      new PolicySpec(new FeedForward(List.of(4), Activation.TANH, 0), 3, 3, 5);

  static List<Supplier<Agent>> agents() {
    return List.of(
        () ->
            new PolicyGradientAgent(
                SPEC, PolicyGradientSettings.PPO.withRollouts(new Rollouts.Steps(20), 2), 1),
        () -> new ActorCriticAgent(SPEC, ActorCriticSettings.DEFAULT.withStreams(2), 1),
        () -> new BanditAgent(new BanditSettings(3, 3, new LinUcb(1, 0), 1)),
        () ->
            new NeuralBanditAgent(
                new NeuralBanditSpec(
                    SPEC.network(), 3, 3, NeuralBanditSettings.DEFAULT.withMemory(20, 2, false)),
                1));
  }

  @ParameterizedTest
  @MethodSource("agents")
  void corrupt_bytes_are_taken_on_or_refused_with_a_reason(Supplier<Agent> made)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Collection<byte[]> chunks;
    try (Agent agent = made.get()) {
      AgentContract.experience(1, 59, 3, 3)
          .forEach(each -> agent.observe(each.transition(), each.stream()));
      chunks = agent.snapshot(new DataOutputStream(bytes)).values();
    }
    Random random = new Random(7);
    int refused = 0;
    for (int trial = 0; trial < 150; trial++) {
      byte[] corrupt = bytes.toByteArray();
      for (int flip = 0; flip <= trial % 4; flip++) {
        corrupt[random.nextInt(corrupt.length)] = (byte) (random.nextInt(3) * 127);
      }
      try (Agent agent = made.get()) {
        agent.restore(new DataInputStream(new ByteArrayInputStream(corrupt)), chunks);
      } catch (IOException | IllegalArgumentException reason) {
        assertThat(reason.getMessage() != null || reason instanceof EOFException)
            .as("trial %d: %s", trial, reason)
            .isTrue();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(5);
  }
}
