package io.thalweg.models.families;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Preferences;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSettings.Exploration;
import io.thalweg.models.features.Batch;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.policies.ActorCriticSettings;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.NeuralBanditSettings;
import io.thalweg.models.policies.PolicyGradientSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a policy says that it would do is what it does. */
class PreferencesTest {
  private static final Architecture NETWORK =
      new Architecture.FeedForward(List.of(8), Activation.TANH, 0);
  private static final int ROWS = 40;

  static Stream<Family> families() {
    return Stream.of(
        new Family.Values(
            DqnSettings.DEFAULT.withExploration(new Exploration(0.3, 0.1, 100)), NETWORK),
        new Family.Gradients(PolicyGradientSettings.PPO, NETWORK, 3),
        new Family.Traces(ActorCriticSettings.DEFAULT, NETWORK, 3),
        new Family.Bandit(new Choice.EpsilonGreedy(0.2), 1, 4, 7),
        new Family.Bandit(new Choice.Boltzmann(0.5), 1, 4, 7),
        new Family.Bandit(new Choice.LinUcb(1, 0.1), 1, 4, 7),
        new Family.NeuralBandit(NeuralBanditSettings.DEFAULT, NETWORK));
  }

  @ParameterizedTest
  @MethodSource("families")
  void what_it_would_do_is_what_it_does(Family family) {
    AgentSpec spec = new AgentSpec(family, 3, 4);
    try (PublishedPolicy exploring = spec.exploring(ROWS);
        PublishedPolicy greedy = spec.greedy(ROWS)) {
      agree(exploring);
      agree(greedy);
    }
  }

  private static void agree(PublishedPolicy policy) {
    Batch batch = new Batch(ROWS, 1, 3);
    Moment[] moments = new Moment[ROWS];
    Preferences[] preferences = new Preferences[ROWS];
    Random random = new Random(5);
    for (int row = 0; row < ROWS; row++) {
      float[] observation = {
        (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()
      };
      batch.add(observation, 0, 1);
      moments[row] = new Moment(row, 0, 0);
      preferences[row] = Preferences.of(4);
    }
    Decision[] decisions = new Decision[ROWS];
    policy.decide(batch, moments, decisions);
    policy.consider(batch, preferences);
    for (int row = 0; row < ROWS; row++) {
      double[] probabilities = preferences[row].probabilities();
      assertThat(probabilities[decisions[row].action()]).isEqualTo(decisions[row].probability());
      assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
      float[] values = preferences[row].values();
      if (!Float.isNaN(values[0])) {
        assertThat(values).isEqualTo(decisions[row].values());
      }
    }
  }
}
