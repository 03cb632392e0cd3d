package io.thalweg.models.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.BanditSettings.Choice.Boltzmann;
import io.thalweg.models.policies.BanditSettings.Choice.EpsilonGreedy;
import io.thalweg.models.policies.BanditSettings.Choice.LinUcb;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bandits on a problem that is not linear: contexts are uniform on the unit sphere, an action's
 * reward is cos(3 aᵀx) with a direction a of its own, and noise (the third function of Zhou, Li and
 * Gu, "Neural contextual bandits with UCB-based exploration", 2020, section 7.1). A line has
 * nothing to say of it: the function is the same at x and −x.
 */
class CosineBanditTest {
  private static final int STEPS = 4_000;
  private static final int INPUTS = 5;
  private static final int ACTIONS = 4;
  private static final double NOISE = 0.1;

  static List<Choice> choices() {
    return List.of(new LinUcb(1, 0), new EpsilonGreedy(0.05), new Boltzmann(0.1));
  }

  private static Agent linear(Choice choice, long seed) {
    return new BanditAgent(new BanditSettings(INPUTS, ACTIONS, choice, seed));
  }

  private static Agent neural(Choice choice, long seed) {
    NeuralBanditSettings settings = NeuralBanditSettings.DEFAULT.withChoice(choice).withSeed(seed);
    FeedForward network = new FeedForward(List.of(50), Activation.RELU, 0);
    return new NeuralBanditAgent(new NeuralBanditSpec(network, INPUTS, ACTIONS, settings), 1);
  }

  private static float[] direction(Random random) {
    float[] direction = new float[INPUTS];
    double squares = 0;
    for (int i = 0; i < INPUTS; i++) {
      direction[i] = (float) random.nextGaussian();
      squares += direction[i] * direction[i];
    }
    for (int i = 0; i < INPUTS; i++) {
      direction[i] /= (float) Math.sqrt(squares);
    }
    return direction;
  }

  private static double worth(float[] direction, float[] context) {
    double product = 0;
    for (int i = 0; i < INPUTS; i++) {
      product += direction[i] * context[i];
    }
    return Math.cos(3 * product);
  }

  /** What all choices together missed, as a share of what choosing at random would have. */
  private static double regret(Agent agent, long seed) {
    Random random = new Random(seed);
    float[][] directions = new float[ACTIONS][];
    for (int action = 0; action < ACTIONS; action++) {
      directions[action] = direction(random);
    }
    double regret = 0;
    double atRandom = 0;
    for (int step = 0; step < STEPS; step++) {
      float[] context = direction(random);
      double best = -1;
      double mean = 0;
      for (float[] direction : directions) {
        best = Math.max(best, worth(direction, context));
        mean += worth(direction, context) / ACTIONS;
      }
      int action = BanditAgentTest.decide(agent.exploring(), context, step).action();
      double worth = worth(directions[action], context);
      regret += best - worth;
      atRandom += best - mean;
      float reward = (float) (worth + NOISE * random.nextGaussian());
      agent.observe(new Transition(context, action, reward, context, true, false), 0);
    }
    return regret / atRandom;
  }

  @ParameterizedTest
  @MethodSource("choices")
  void what_is_not_linear_a_network_learns(Choice choice) {
    for (long seed = 1; seed <= 2; seed++) {
      try (Agent linear = linear(choice, seed);
          Agent neural = neural(choice, seed)) {
        double ofLines = regret(linear, seed);
        double ofNetwork = regret(neural, seed);
        String figures = "seed %d, network %.3f, lines %.3f".formatted(seed, ofNetwork, ofLines);
        assertThat(ofLines).as(figures).isGreaterThan(0.5);
        assertThat(ofNetwork).as(figures).isLessThan(0.3);
      }
    }
  }

  /** Doubt leads where chance would not: the bound misses less than the same values without it. */
  @ParameterizedTest
  @MethodSource("seeds")
  void the_bound_misses_less_than_chance(long seed) {
    try (Agent bound = neural(new LinUcb(1, 0), seed);
        Agent chance = neural(new EpsilonGreedy(0.05), seed)) {
      assertThat(regret(bound, seed)).isLessThan(regret(chance, seed));
    }
  }

  static List<Long> seeds() {
    return List.of(3L, 4L);
  }
}
