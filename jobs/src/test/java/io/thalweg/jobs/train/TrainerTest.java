package io.thalweg.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.environments.Environments;
import io.thalweg.environments.Inputs;
import io.thalweg.environments.Space;
import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.families.Family;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.policies.PolicyGradientSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static Experiment experiment(String world, int environments, long steps, long seed) {
    Preset preset = Preset.of(world);
    return new Experiment(
        Environments.named(world),
        new Family.Values(
            preset
                .settings()
                .withSeed(seed)
                .withMemory(new DqnSettings.Memory(20_000, environments))
                .withExploration(new DqnSettings.Exploration(1, 0.05, 3_000)),
            new Architecture.FeedForward(List.of(32, 32), Activation.RELU, 0)),
        environments,
        steps,
        2_000,
        20,
        seed);
  }

  private static byte[] trained(Experiment experiment, List<Point> evaluated) {
    try (Trainer trainer = new Trainer(experiment)) {
      trainer.run(point -> {}, evaluated::add);
      return trainer.policy();
    }
  }

  @Test
  void the_same_experiment_gives_the_same_agent_bit_for_bit() {
    List<Point> points = new ArrayList<>();
    byte[] one = trained(experiment("cartpole", 3, 3_000, 5), points);
    assertThat(trained(experiment("cartpole", 3, 3_000, 5), new ArrayList<>())).isEqualTo(one);
    assertThat(trained(experiment("cartpole", 3, 3_000, 6), new ArrayList<>())).isNotEqualTo(one);
    assertThat(points).extracting(Point::steps).containsExactly(2_001L, 3_000L);
    assertThat(points.get(1).version()).isEqualTo(1_024); // 128, 8 times
  }

  @Test
  void an_interruption_ends_a_training_between_two_steps() {
    List<Point> points = new ArrayList<>();
    try (Trainer trainer = new Trainer(experiment("cartpole", 1, 100_000, 1))) {
      boolean whole =
          trainer.run(
              point -> {},
              point -> {
                points.add(point);
                Thread.currentThread().interrupt();
              });
      assertThat(whole).isFalse();
    }
    assertThat(points).extracting(Point::steps).containsExactly(2_000L);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void a_log_has_each_evaluation_at_once_and_a_curve_is_drawn_as_far_as_it_came(
      @TempDir Path folder) throws Exception {
    Path csv = folder.resolve("deep/er/log.csv");
    Path curve = folder.resolve("curve.svg");
    try (TrainingFiles files =
        TrainingFiles.open(Optional.of(csv), Optional.of(curve), Optional.empty())) {
      assertThat(files.draw("nothing yet")).isEmpty();
      files.add(new Point(10, 0.5, 0, Double.NaN, 9, Double.NaN, 3, 0));
      assertThat(Files.readAllLines(csv)).hasSize(2).last().isEqualTo("10,0.500,0,,9.0,,3,0");
      assertThat(files.draw("as far as it came")).hasValue(curve);
    }
    assertThat(curve).content().startsWith("<svg");
  }

  /** A random policy keeps the pole up for about 22 steps. */
  @Test
  void a_pole_is_balanced_after_some_thousand_steps() {
    List<Point> points = new ArrayList<>();
    trained(experiment("cartpole", 1, 10_000, 3), points);
    assertThat(points.stream().mapToDouble(Point::greedyMeanReturn).max().orElseThrow())
        .isGreaterThan(120);
    assertThat(points.get(4).episodes()).isBetween(60L, 1_000L);
    assertThat(points.get(4).refused()).isZero();
  }

  @Test
  void policies_are_learned_by_their_gradient_too() {
    Architecture network = new Architecture.FeedForward(List.of(32, 32), Activation.TANH, 0);
    Family ppo = new Family.Gradients(PolicyGradientSettings.PPO, network, 3);
    Experiment experiment =
        new Experiment(Environments.named("cartpole"), ppo, 4, 25_600, 25_600, 20, 3);
    List<Point> points = new ArrayList<>();
    byte[] one = trained(experiment, points);
    assertThat(points.get(0).greedyMeanReturn()).isGreaterThan(100);
    assertThat(points.get(0).version()).isEqualTo(50);
    assertThat(points.get(0).epsilon()).isNaN();
    assertThat(trained(experiment, new ArrayList<>())).isEqualTo(one);
  }

  /** Squares are given to the network as one of many. */
  @Test
  void a_way_along_the_cliff_is_found() {
    List<Point> points = new ArrayList<>();
    Experiment cliff = experiment("cliff-walking", 1, 8_000, 2);
    Family.Values family = (Family.Values) cliff.family();
    DqnSettings minding =
        family.settings().withLoss(DqnSettings.Loss.HUBER); // a fall is an outlier
    trained(
        new Experiment(
            cliff.world(), new Family.Values(minding, family.network()), 1, 8_000, 2_000, 20, 2),
        points);
    // The shortest way costs 13, a fall 100; who stands still is left after 10,000 steps.
    assertThat(points.get(points.size() - 1).greedyMeanReturn()).isBetween(-30.0, -13.0);
  }

  @Test
  void one_of_n_is_n_inputs_and_a_box_is_its_numbers() {
    float[] into = new float[4];
    Inputs.of(new Space.Discrete(4)).encode(new float[] {3, 1}, 1, into);
    assertThat(into).containsExactly(0, 1, 0, 0);
    Inputs.of(Space.Box.within(9, 9)).encode(new float[] {1, 2, 3, 4}, 1, into);
    assertThat(into).startsWith(3, 4);
  }

  @Test
  void torques_without_end_are_refused_with_the_remedy() {
    assertThatThrownBy(() -> experiment("pendulum", 1, 10, 1).agent())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pendulum: actions of ")
        .hasMessageEndingWith("pendulum-5 has such");
  }
}
