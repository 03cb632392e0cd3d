package io.thalweg.jobs.train;

import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSettings.Exploration;
import io.thalweg.models.agents.dqn.DqnSettings.Loss;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.Schedule;
import io.thalweg.models.policies.PolicyGradientSettings;
import java.util.List;
import java.util.Map;

/**
 * Settings that an environment is learned well with, where nothing else is asked for.
 *
 * @param hidden units of each layer
 * @param steps to train
 */
record Preset(DqnSettings settings, List<Integer> hidden, long steps) {
  /**
   * Double Q-learning, three-step returns and a target network that follows slowly. The loss is
   * squared: beyond 1 Huber's learns medians, by which the few steps that end an episode do not
   * count; some seeds never found out that the pole falls.
   */
  private static final DqnSettings CARTPOLE =
      settings(0.99, 3, new TargetUpdate.Polyak(0.01), new Exploration(1, 0.04, 8_000))
          .withMemory(new Memory(100_000, 1))
          .withTraining(new Training(1_000, 1, 1, 64, Updater.ADAM, 5e-4, 10, 1e6));

  /** CleanRL's, but by larger steps that become smaller: chosen on CartPole, seeds 1 to 4. */
  static final PolicyGradientSettings PPO =
      PolicyGradientSettings.PPO.withOptimisation(
          new PolicyGradientSettings.Optimisation(
              Updater.ADAM,
              2.5e-3,
              new Schedule(0, 0.6, 0.01),
              PolicyGradientSettings.PPO.optimisation().maxGradNorm(),
              PolicyGradientSettings.PPO.optimisation().lossBound()));

  private static final Map<String, Preset> KNOWN =
      Map.of("cartpole", new Preset(CARTPOLE, List.of(128, 128), 50_000));

  private static DqnSettings settings(
      double discount, int steps, TargetUpdate target, Exploration exploration) {
    return new DqnSettings(
        discount,
        steps,
        true,
        false,
        null,
        null,
        target,
        Loss.SQUARED,
        exploration,
        DqnSettings.DEFAULT.memory(),
        DqnSettings.DEFAULT.training(),
        1);
  }

  /** Of an environment; of one without settings of its own, CartPole's for twice as long. */
  static Preset of(String environment) {
    return KNOWN.getOrDefault(environment, new Preset(CARTPOLE, List.of(128, 128), 100_000));
  }
}
