package io.thalweg.models.agents.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.CentralDifferences;
import io.thalweg.models.agents.dqn.DqnSettings.Atoms;
import io.thalweg.models.agents.dqn.DqnSettings.Loss;
import io.thalweg.models.features.Batch;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActionValuesTest {
  private static final Layout THREE = new Layout(3, 1, false);

  /** Atoms −1, 0, 1. */
  private static final Atoms SIGNS = new Atoms(3, -1, 1);

  private static float log(double probability) {
    return (float) Math.log(probability);
  }

  @Test
  void a_target_is_the_reward_and_the_discounted_best_value_of_the_target_network() {
    ExpectedValues values = new ExpectedValues(THREE, Loss.SQUARED, 3);
    float[] next = {1, 5, 3};
    values.target(0, 2, 10, 0.5, next, next);
    assertThat(values.target(0)).isEqualTo(10 + 0.5 * 5);
    values.target(1, 2, 10, 0, next, next);
    assertThat(values.target(1)).as("of a state that ends").isEqualTo(10);
  }

  @Test
  void double_learning_takes_the_target_networks_value_of_the_learning_networks_action() {
    ExpectedValues values = new ExpectedValues(THREE, Loss.SQUARED, 1);
    values.target(0, 0, 10, 0.5, new float[] {1, 5, 3}, new float[] {7, 2, 9});
    assertThat(values.target(0)).isEqualTo(10 + 0.5 * 3);
  }

  @Test
  void a_duelling_value_is_that_of_the_state_and_the_advantage_over_the_mean() {
    ExpectedValues values = new ExpectedValues(new Layout(3, 1, true), Loss.SQUARED, 1);
    float[] found = new float[3];
    // V = 10, A = 1, 2, 6: their mean is 3.
    values.values(new float[] {10, 1, 2, 6}, found);
    assertThat(found).containsExactly(8, 9, 13);
    double[] scores = {10, 1, 2, 6};
    values.target(0, 1, 8, 0, new float[4], new float[4]);
    assertThat(values.errors(scores, 0)).isEqualTo(1);
    // δ = 1, slope 2: dQ₁/dV = 1, dQ₁/dA₁ = 1 − 1/3, dQ₁/dA₀ = dQ₁/dA₂ = −1/3.
    assertThat(scores).containsExactly(new double[] {2, -2 / 3.0, 4 / 3.0, -2 / 3.0}, within(1e-9));
    assertThat(values.errors()[0]).isEqualTo(1);
  }

  @Test
  void hubers_loss_is_a_parabola_within_one_and_straight_beyond() {
    ExpectedValues values = new ExpectedValues(THREE, Loss.HUBER, 1);
    values.target(0, 1, 2, 0, new float[3], new float[3]);
    double[] near = {9, 2.5, 9};
    assertThat(values.errors(near, 0)).isEqualTo(0.125);
    assertThat(near).containsExactly(0, 0.5, 0);
    double[] far = {9, -2, 9};
    assertThat(values.errors(far, 0)).isEqualTo(3.5);
    assertThat(far).containsExactly(0, -1, 0);
  }

  @Test
  void a_distribution_is_shared_out_among_the_nearest_atoms() {
    CategoricalValues values = new CategoricalValues(new Layout(2, 3, false), SIGNS, true, 1);
    // Action 0: mean 0.2 − 0.5 = −0.3; action 1: mean 0.25.
    float[] next = {log(0.5), log(0.3), log(0.2), log(0.25), log(0.25), log(0.5)};
    values.target(0, 0, 0.25, 0.5, next, next);
    // −1, 0, 1 go to −0.25, 0.25, 0.75: shares (¼, ¾, 0), (0, ¾, ¼), (0, ¼, ¾).
    assertThat(values.target(0))
        .containsExactly(
            new double[] {
              0.25 * 0.25, 0.25 * 0.75 + 0.25 * 0.75 + 0.5 * 0.25, 0.25 * 0.25 + 0.5 * 0.75
            },
            within(1e-6));
    float[] expected = new float[2];
    values.values(next, expected);
    assertThat(expected).containsExactly(new float[] {-0.3f, 0.25f}, within(1e-6f));
  }

  @Test
  void atoms_beyond_the_ends_stay_at_the_ends_and_an_end_of_an_episode_is_one_atom() {
    CategoricalValues values = new CategoricalValues(new Layout(1, 3, false), SIGNS, true, 1);
    float[] next = {log(0.25), log(0.25), log(0.5)};
    values.target(0, 0, 5, 1, next, next);
    assertThat(values.target(0)).containsExactly(new double[] {0, 0, 1}, within(1e-6));
    values.target(0, 0, -5, 1, next, next);
    assertThat(values.target(0)).containsExactly(new double[] {1, 0, 0}, within(1e-6));
    values.target(0, 0, 0, 0, next, next);
    assertThat(values.target(0)).containsExactly(new double[] {0, 1, 0}, within(1e-6));
    values.target(0, 0, 0, 1, next, next);
    assertThat(values.target(0)).containsExactly(new double[] {0.25, 0.25, 0.5}, within(1e-6));
  }

  @Test
  void double_learning_takes_the_distribution_of_the_learning_networks_action() {
    CategoricalValues values = new CategoricalValues(new Layout(2, 3, false), SIGNS, true, 1);
    float[] next = {log(0.5), log(0.3), log(0.2), log(0.25), log(0.25), log(0.5)};
    float[] chooser = {0, 0, 9, 9, 0, 0};
    values.target(0, 0, 0, 1, next, chooser);
    assertThat(values.target(0)).containsExactly(new double[] {0.5, 0.3, 0.2}, within(1e-6));
  }

  @Test
  void a_distribution_that_is_right_is_off_by_nothing_though_its_loss_is_not() {
    CategoricalValues values = new CategoricalValues(new Layout(1, 3, false), SIGNS, true, 1);
    float[] same = {log(0.25), log(0.25), log(0.5)};
    values.target(0, 0, 0, 1, same, same);
    double loss = values.errors(new double[] {log(0.25), log(0.25), log(0.5)}, 0);
    assertThat(loss).isCloseTo(1.5 * Math.log(2), within(1e-6));
    assertThat(values.errors()[0]).isCloseTo(0, within(1e-6));
  }

  static List<DqnSettings> settings() {
    DqnSettings plain = DqnSettings.DEFAULT;
    Atoms atoms = new Atoms(5, -2, 2);
    return List.of(
        plain,
        plain.withLoss(Loss.HUBER),
        plain.withDuelling(),
        plain.withAtoms(atoms),
        plain.withAtoms(atoms).withDuelling());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void the_gradient_is_the_slope_of_the_loss(DqnSettings settings) {
    int rows = 7;
    DqnSpec spec = new DqnSpec(new FeedForward(List.of(6), Activation.TANH, 0), 4, 3, settings);
    ActionValues values = ActionValues.of(spec, rows);
    Random random = new Random(3);
    int outputs = spec.outline().head().outputs();
    float[] weights = new float[rows];
    Batch batch = new Batch(rows, 1, 4);
    for (int row = 0; row < rows; row++) {
      weights[row] = 0.2f + random.nextFloat();
      batch.add(numbers(random, 4), 0, 1);
      float[] next = numbers(random, outputs);
      values.target(row, random.nextInt(3), 2 * random.nextGaussian(), 0.9, next, next);
    }
    float[] parameters = spec.initialParameters();
    float[] gradient = new float[parameters.length];
    float[] ignored = new float[parameters.length];
    try (Plan plan = new Plan(spec.outline(), 1, rows)) {
      plan.load(parameters);
      plan.gradient(batch, values, weights, new Generator(1), gradient);
      CentralDifferences.assertSlope(
          gradient,
          parameters,
          IntStream.range(0, parameters.length),
          moved -> {
            plan.load(moved);
            return plan.gradient(batch, values, weights, new Generator(1), ignored);
          });
    }
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
