package io.thalweg.models.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.AgentContract;
import io.thalweg.models.agents.AgentContract.Observed;
import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.features.Batch;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.BanditSettings.Choice.Boltzmann;
import io.thalweg.models.policies.BanditSettings.Choice.EpsilonGreedy;
import io.thalweg.models.policies.BanditSettings.Choice.LinUcb;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BanditAgentTest {
  private static final int INPUTS = 3;
  private static final int ACTIONS = 3;

  static List<Choice> choices() {
    return List.of(
        new EpsilonGreedy(0.1), new Boltzmann(0.3), new LinUcb(1, 0), new LinUcb(0.5, 0.2));
  }

  private static BanditSettings settings(Choice choice) {
    return new BanditSettings(INPUTS, ACTIONS, choice, 9);
  }

  private static List<Observed> experience(int count) {
    return AgentContract.experience(11, count, INPUTS, ACTIONS);
  }

  static Decision decide(Policy policy, float[] context, long step) {
    Batch batch = new Batch(1, 1, context.length);
    batch.add(context, 0, 1);
    Decision[] decisions = new Decision[1];
    policy.decide(batch, new Moment[] {new Moment(4, 5, step)}, decisions);
    return decisions[0];
  }

  @ParameterizedTest
  @MethodSource("choices")
  void what_is_restored_goes_on_as_the_original_at_any_moment(Choice choice) throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      long updates =
          AgentContract.assertRestoresExactly(
              () -> new BanditAgent(settings(choice)), experience(100), seed);
      assertThat(updates).isEqualTo(100);
    }
    AgentContract.assertRefusesWhatIsCutShort(
        () -> new BanditAgent(settings(choice)), experience(30));
  }

  /** Solves A y = b by Gaussian elimination with pivots. */
  static double[] solve(double[][] a, double[] b) {
    int n = b.length;
    double[][] m = new double[n][];
    for (int i = 0; i < n; i++) {
      m[i] = Arrays.copyOf(a[i], n + 1);
      m[i][n] = b[i];
    }
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int i = column + 1; i < n; i++) {
        pivot = Math.abs(m[i][column]) > Math.abs(m[pivot][column]) ? i : pivot;
      }
      double[] kept = m[column];
      m[column] = m[pivot];
      m[pivot] = kept;
      for (int i = 0; i < n; i++) {
        double factor = i == column ? 0 : m[i][column] / m[column][column];
        for (int j = column; j <= n; j++) {
          m[i][j] -= factor * m[column][j];
        }
      }
    }
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = m[i][n] / m[i][i];
    }
    return solution;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void linucb_is_the_papers_with_its_matrices_solved_directly() {
    double alpha = 0.7;
    BanditSettings settings =
        new BanditSettings(INPUTS, ACTIONS, new LinUcb(alpha, 0), 0.5, true, 9);
    double[][][] a = new double[ACTIONS][INPUTS + 1][INPUTS + 1];
    double[][] b = new double[ACTIONS][INPUTS + 1];
    for (int action = 0; action < ACTIONS; action++) {
      for (int i = 0; i <= INPUTS; i++) {
        a[action][i][i] = 0.5;
      }
    }
    Random random = new Random(4);
    int[] counts = new int[ACTIONS];
    try (BanditAgent bandit = new BanditAgent(settings)) {
      for (int step = 0; step < 300; step++) {
        float[] context = new float[INPUTS];
        double[] x = new double[INPUTS + 1];
        for (int i = 0; i < INPUTS; i++) {
          context[i] = (float) random.nextGaussian();
          x[i] = context[i];
        }
        x[INPUTS] = 1;
        int best = 0;
        double[] bounds = new double[ACTIONS];
        for (int action = 0; action < ACTIONS; action++) {
          double[] theta = solve(a[action], b[action]);
          double doubt = Math.sqrt(dot(x, solve(a[action], x)));
          assertThat(bandit.arms().estimate(action, x)).isCloseTo(dot(theta, x), within(1e-9));
          assertThat(bandit.arms().doubt(action, x)).isCloseTo(doubt, within(1e-9));
          bounds[action] = dot(theta, x) + alpha * doubt;
          best = bounds[action] > bounds[best] + 1e-9 ? action : best;
        }
        Decision decision = decide(bandit.exploring(), context, step);
        assertThat(decision.action()).as("step %d", step).isEqualTo(best);
        assertThat(decision.probability()).isEqualTo(1);
        float reward = (float) (context[best] + 0.3 * random.nextGaussian());
        bandit.learn(context, best, reward);
        counts[best]++;
        for (int i = 0; i <= INPUTS; i++) {
          for (int j = 0; j <= INPUTS; j++) {
            a[best][i][j] += x[i] * x[j];
          }
          b[best][i] += reward * x[i];
        }
      }
    }
    assertThat(counts).doesNotContain(0);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void actions_come_as_often_as_their_probability_says_here_and_elsewhere(Choice choice) {
    float[] context = {0.4f, -0.3f, 0.2f};
    try (BanditAgent bandit = new BanditAgent(settings(choice));
        BanditPolicy published = BanditPolicy.exploring(settings(choice));
        BanditPolicy greedy = BanditPolicy.greedy(settings(choice))) {
      experience(60).forEach(each -> bandit.observe(each.transition(), each.stream()));
      published.load(bandit.policy());
      greedy.load(bandit.policy());
      assertThat(published.version()).isEqualTo(60);
      int[] counts = new int[ACTIONS];
      double[] probabilities = new double[ACTIONS];
      for (int step = 0; step < 4_000; step++) {
        Decision decision = decide(bandit.exploring(), context, step);
        assertThat(decide(published, context, step)).usingRecursiveComparison().isEqualTo(decision);
        counts[decision.action()]++;
        probabilities[decision.action()] = decision.probability();
      }
      assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
      for (int action = 0; action < ACTIONS; action++) {
        assertThat(counts[action] / 4_000.0).isCloseTo(probabilities[action], within(0.025));
      }
      Decision best = decide(greedy, context, 1);
      assertThat(best.probability()).isEqualTo(1);
      for (float value : best.values()) {
        assertThat(value).isLessThanOrEqualTo(best.values()[best.action()]);
      }
    }
  }

  @Test
  void a_share_that_all_have_alike_is_in_the_probability() {
    float[] context = {1, 0, 0};
    for (Choice choice : List.of(new EpsilonGreedy(0.3), new LinUcb(0, 0.3))) {
      try (BanditAgent bandit = new BanditAgent(settings(choice))) {
        bandit.learn(context, 1, 5);
        for (int step = 0; step < 50; step++) {
          Decision decision = decide(bandit.exploring(), context, step);
          double expected = decision.action() == 1 ? 0.8 : 0.1;
          assertThat(decision.probability()).isCloseTo(expected, within(1e-12));
        }
      }
    }
  }

  /** The reward of action i is the context's number i, and noise. */
  @ParameterizedTest
  @MethodSource("choices")
  void the_best_action_of_each_context_is_found(Choice choice) {
    Random random = new Random(8);
    try (BanditAgent bandit = new BanditAgent(settings(choice));
        BanditPolicy greedy = BanditPolicy.greedy(settings(choice))) {
      int right = 0;
      for (int step = 0; step < 2_500; step++) {
        float[] context = new float[INPUTS];
        int best = 0;
        for (int i = 0; i < INPUTS; i++) {
          context[i] = (float) random.nextGaussian();
          best = context[i] > context[best] ? i : best;
        }
        if (step < 2_000) {
          int action = decide(bandit.exploring(), context, step).action();
          bandit.learn(context, action, context[action] + (float) random.nextGaussian() / 2);
        } else {
          greedy.load(bandit.policy());
          right += decide(greedy, context, step).action() == best ? 1 : 0;
        }
      }
      assertThat(right).isGreaterThan(465);
    }
  }

  @Test
  void what_would_diverge_is_refused_and_counted() {
    BanditSettings weak = new BanditSettings(1, 1, new LinUcb(1, 0), 0.01, false, 1);
    try (BanditAgent bandit = new BanditAgent(weak);
        BanditAgent fresh = new BanditAgent(weak)) {
      bandit.learn(new float[] {1e6f}, 0, 1);
      assertThat(bandit.refused()).isEqualTo(1);
      assertThat(bandit.version()).isZero();
      assertThat(bandit.policy()).isEqualTo(fresh.policy());
      assertThatThrownBy(() -> bandit.learn(new float[] {1}, 1, 1))
          .hasMessageContaining("action 1");
      bandit.learn(new float[] {1}, 0, 2);
      assertThat(bandit.version()).isEqualTo(1);
      assertThat(bandit.arms().coefficients(0)[0]).isCloseTo(2 / 1.01, within(1e-9));
    }
  }

  @Test
  void corrupt_bytes_leave_a_policy_as_it_was() {
    BanditSettings settings = settings(new LinUcb(1, 0));
    try (BanditAgent bandit = new BanditAgent(settings);
        BanditPolicy policy = BanditPolicy.exploring(settings)) {
      experience(20).forEach(each -> bandit.observe(each.transition(), each.stream()));
      byte[] good = bandit.policy();
      policy.load(good);
      for (int length = 0; length < good.length; length += 3) {
        byte[] cut = Arrays.copyOf(good, length);
        assertThatThrownBy(() -> policy.load(cut)).isInstanceOf(IllegalArgumentException.class);
      }
      byte[] longer = Arrays.copyOf(good, good.length + 1);
      assertThatThrownBy(() -> policy.load(longer)).hasMessageContaining("1 bytes too many");
      try (BanditAgent other = new BanditAgent(settings(new Boltzmann(1)))) {
        assertThatThrownBy(() -> policy.load(other.policy())).hasMessageContaining("Boltzmann");
      }
      assertThat(policy.version()).isEqualTo(20);
    }
  }
}
