package io.thalweg.models.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.AgentContract;
import io.thalweg.models.agents.AgentContract.Observed;
import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.Schedule;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.BanditSettings.Choice.Boltzmann;
import io.thalweg.models.policies.BanditSettings.Choice.EpsilonGreedy;
import io.thalweg.models.policies.BanditSettings.Choice.LinUcb;
import io.thalweg.models.policies.NeuralBanditSettings.Training;
import io.thalweg.models.policies.PolicyGradientSettings.Optimisation;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NeuralBanditAgentTest {
  private static final int INPUTS = 3;
  private static final int ACTIONS = 3;
  private static final int HIDDEN = 6;
  private static final int EVERY = 7;
  private static final int MEMORY = 30;

  static List<Choice> choices() {
    return List.of(
        new EpsilonGreedy(0.1), new Boltzmann(0.3), new LinUcb(1, 0), new LinUcb(0.5, 0.2));
  }

  private static Training training(double rate, double lossBound) {
    return new Training(
        0, EVERY, 4, 8, new Optimisation(Updater.ADAM, rate, Schedule.CONSTANT, 5, lossBound));
  }

  private static NeuralBanditSettings settings(Choice choice) {
    return NeuralBanditSettings.DEFAULT
        .withChoice(choice)
        .withMemory(MEMORY, 2, true)
        .withTraining(training(0.01, 1e12));
  }

  private static NeuralBanditSpec spec(NeuralBanditSettings settings) {
    FeedForward network = new FeedForward(List.of(HIDDEN), Activation.RELU, 0);
    return new NeuralBanditSpec(network, INPUTS, ACTIONS, settings);
  }

  private static NeuralBanditAgent agent(Choice choice) {
    return new NeuralBanditAgent(spec(settings(choice)), 1);
  }

  private static List<Observed> experience(int count) {
    return AgentContract.experience(11, count, INPUTS, ACTIONS);
  }

  private static void observe(NeuralBanditAgent bandit, List<Observed> experience) {
    experience.forEach(each -> bandit.observe(each.transition(), each.stream()));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void what_is_restored_goes_on_as_the_original_at_any_moment(Choice choice) throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      long updates =
          AgentContract.assertRestoresExactly(() -> agent(choice), experience(100), seed);
      // Steps of the network; with a bound, also what regressions learned between them.
      assertThat(updates).isEqualTo(14 * 4 + (choice instanceof LinUcb ? 100 - 14 : 0));
    }
    AgentContract.assertRefusesWhatIsCutShort(() -> agent(choice), experience(30));
  }

  /** ReLU(W x + b) and a 1, in double, from parameters W [units, inputs], b [units], row by row. */
  private static double[] represented(float[] parameters, float[] context) {
    double[] x = new double[HIDDEN + 1];
    for (int unit = 0; unit < HIDDEN; unit++) {
      double sum = parameters[HIDDEN * INPUTS + unit];
      for (int i = 0; i < INPUTS; i++) {
        sum += (double) parameters[unit * INPUTS + i] * context[i];
      }
      x[unit] = Math.max(0, sum);
    }
    x[HIDDEN] = 1;
    return x;
  }

  /** A = ridge I + Σ φ φᵀ and b = Σ r φ of each action, by what is known in this representation. */
  private record Sums(double[][][] a, double[][] b) {
    static Sums of(List<Observed> known, float[] parameters) {
      Sums sums =
          new Sums(new double[ACTIONS][HIDDEN + 1][HIDDEN + 1], new double[ACTIONS][HIDDEN + 1]);
      for (double[][] each : sums.a) {
        for (int i = 0; i <= HIDDEN; i++) {
          each[i][i] = 1;
        }
      }
      for (Observed each : known) {
        Transition transition = each.transition();
        double[] x = represented(parameters, transition.observation());
        for (int i = 0; i <= HIDDEN; i++) {
          for (int j = 0; j <= HIDDEN; j++) {
            sums.a[transition.action()][i][j] += x[i] * x[j];
          }
          sums.b[transition.action()][i] += transition.reward() * x[i];
        }
      }
      return sums;
    }

    double estimate(int action, double[] x) {
      return BanditAgentTest.dot(BanditAgentTest.solve(a[action], b[action]), x);
    }

    double doubt(int action, double[] x) {
      return Math.sqrt(BanditAgentTest.dot(x, BanditAgentTest.solve(a[action], x)));
    }
  }

  @Test
  void the_bound_is_that_of_all_that_is_known_in_the_representation_of_now() {
    double alpha = 0.7;
    List<Observed> experience = experience(100);
    float[] context = {0.4f, -0.3f, 0.6f};
    try (NeuralBanditAgent bandit = agent(new LinUcb(alpha, 0))) {
      for (int count = 1; count <= 100; count++) {
        Observed newest = experience.get(count - 1);
        bandit.observe(newest.transition(), newest.stream());
        int moved = count - count % EVERY;
        List<Observed> known = experience.subList(Math.max(0, moved - MEMORY), count);
        Sums sums = Sums.of(known, bandit.parameters());
        double[] x = represented(bandit.parameters(), context);
        Decision decision = BanditAgentTest.decide(bandit.exploring(), context, count);
        double[] bounds = new double[ACTIONS];
        for (int action = 0; action < ACTIONS; action++) {
          double estimate = sums.estimate(action, x);
          double doubt = sums.doubt(action, x);
          assertThat(decision.values()[action]).isCloseTo((float) estimate, within(1e-4f));
          assertThat(bandit.arms().doubt(action, x)).isCloseTo(doubt, within(1e-4));
          bounds[action] = estimate + alpha * doubt;
        }
        double highest = Arrays.stream(bounds).max().orElseThrow();
        assertThat(bounds[decision.action()]).as("%d known", count).isGreaterThan(highest - 1e-3);
        assertThat(decision.probability()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("choices")
  void actions_come_as_often_as_their_probability_says_here_and_elsewhere(Choice choice) {
    float[] context = {0.4f, -0.3f, 0.2f};
    NeuralBanditSpec spec = spec(settings(choice));
    try (NeuralBanditAgent bandit = agent(choice);
        NeuralBanditPolicy published = NeuralBanditPolicy.exploring(spec, 1);
        NeuralBanditPolicy greedy = NeuralBanditPolicy.greedy(spec, 1)) {
      assertThat(BanditAgentTest.decide(published, context, 1))
          .usingRecursiveComparison()
          .isEqualTo(BanditAgentTest.decide(bandit.exploring(), context, 1));
      observe(bandit, experience(60));
      published.load(bandit.policy());
      greedy.load(bandit.policy());
      assertThat(published.version()).isEqualTo(bandit.version());
      int[] counts = new int[ACTIONS];
      double[] probabilities = new double[ACTIONS];
      for (int step = 0; step < 2_000; step++) {
        Decision decision = BanditAgentTest.decide(bandit.exploring(), context, step);
        assertThat(BanditAgentTest.decide(published, context, step))
            .usingRecursiveComparison()
            .isEqualTo(decision);
        counts[decision.action()]++;
        probabilities[decision.action()] = decision.probability();
      }
      assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
      for (int action = 0; action < ACTIONS; action++) {
        assertThat(counts[action] / 2_000.0).isCloseTo(probabilities[action], within(0.035));
      }
      Decision best = BanditAgentTest.decide(greedy, context, 1);
      assertThat(best.probability()).isEqualTo(1);
      for (float value : best.values()) {
        assertThat(value).isLessThanOrEqualTo(best.values()[best.action()]);
      }
    }
  }

  @Test
  void a_corrected_reward_is_learned_when_the_network_learns_next() {
    float[] context = {1, 0.5f, -0.5f};
    Moment at = new Moment(4, 0, 0);
    Transition wrong = new Transition(context, 1, 0, context, true, false, at);
    Transition right = new Transition(context, 1, 9, context, true, false, at);
    try (NeuralBanditAgent corrected = agent(new LinUcb(1, 0));
        NeuralBanditAgent expected = agent(new LinUcb(1, 0))) {
      corrected.observe(wrong, 0);
      expected.observe(right, 0);
      assertThat(corrected.correct(at, 9, 0)).isTrue();
      assertThat(corrected.correct(new Moment(5, 0, 0), 9, 0)).isFalse();
      assertThat(corrected.policy()).isNotEqualTo(expected.policy());
      observe(corrected, experience(EVERY - 1));
      observe(expected, experience(EVERY - 1));
      assertThat(corrected.policy()).isEqualTo(expected.policy());
    }
  }

  @Test
  void what_would_diverge_is_refused_and_counted() {
    NeuralBanditSettings bounded = settings(new LinUcb(1, 0)).withTraining(training(0.01, 1e-30));
    try (NeuralBanditAgent bandit = new NeuralBanditAgent(spec(bounded), 1);
        NeuralBanditAgent fresh = new NeuralBanditAgent(spec(bounded), 1)) {
      bandit.learn(new float[] {1e9f, -1e9f, 1e9f}, 0, 1);
      assertThat(bandit.refused()).isEqualTo(1);
      assertThat(bandit.policy()).isEqualTo(fresh.policy());
      observe(bandit, experience(EVERY - 1));
      assertThat(bandit.refused()).isEqualTo(1 + 4);
      assertThat(bandit.version()).isEqualTo(EVERY - 1);
      assertThat(bandit.parameters()).isEqualTo(fresh.parameters());
      assertThatThrownBy(() -> bandit.learn(new float[INPUTS], 3, 1))
          .hasMessageContaining("action 3");
    }
  }

  @Test
  void figures_are_the_loss_and_what_is_remembered() {
    try (NeuralBanditAgent bandit = agent(new EpsilonGreedy(0.1))) {
      assertThat(bandit.figures()).containsOnlyKeys("replay_size");
      observe(bandit, experience(50));
      assertThat(bandit.figures()).containsOnlyKeys("loss", "replay_size");
      assertThat(bandit.figures().get("replay_size")).isEqualTo(MEMORY);
    }
  }

  @Test
  void corrupt_bytes_leave_a_policy_as_it_was() {
    NeuralBanditSpec spec = spec(settings(new LinUcb(1, 0)));
    float[] context = {0.4f, -0.3f, 0.2f};
    try (NeuralBanditAgent bandit = agent(new LinUcb(1, 0));
        NeuralBanditAgent other = agent(new EpsilonGreedy(0.1));
        NeuralBanditPolicy policy = NeuralBanditPolicy.exploring(spec, 1)) {
      observe(bandit, experience(20));
      byte[] good = bandit.policy();
      policy.load(good);
      Decision decision = BanditAgentTest.decide(policy, context, 1);
      for (int length = 0; length < good.length; length += 7) {
        byte[] cut = Arrays.copyOf(good, length);
        assertThatThrownBy(() -> policy.load(cut)).isInstanceOf(IllegalArgumentException.class);
      }
      byte[] longer = Arrays.copyOf(good, good.length + 1);
      assertThatThrownBy(() -> policy.load(longer)).hasMessageContaining("1 bytes too many");
      assertThatThrownBy(() -> policy.load(other.policy())).hasMessageContaining("EpsilonGreedy");
      assertThat(BanditAgentTest.decide(policy, context, 1))
          .usingRecursiveComparison()
          .isEqualTo(decision);
    }
  }
}
