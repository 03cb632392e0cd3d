package io.thalweg.jobs.train;

import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSettings.Atoms;
import io.thalweg.models.agents.dqn.DqnSettings.Exploration;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.Sequences;
import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.agents.replay.ReplaySettings.Storage;
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
   * Those of RL Baselines3 Zoo (updates by the hundred, every 256 steps), with double Q-learning,
   * squared errors and a rate that falls to a twentieth: with its constant one, policies that had
   * balanced the pole were lost again. Chosen on seeds 1 to 4.
   */
  private static final DqnSettings CARTPOLE =
      DqnSettings.DEFAULT
          .withDouble()
          .withTarget(new TargetUpdate.Hard(128))
          .withExploration(new Exploration(1, 0.04, 8_000))
          .withMemory(new Memory(100_000, 1))
          .withTraining(
              new Training(
                  1_000, 256, 128, 64, Updater.ADAM, 2.3e-3, new Schedule(0, 0.88, 0.01), 10, 1e6));

  /** CleanRL's, but by larger steps that become smaller: chosen on CartPole, seeds 1 to 4. */
  static final PolicyGradientSettings PPO =
      PolicyGradientSettings.PPO.withOptimisation(
          new PolicyGradientSettings.Optimisation(
              Updater.ADAM,
              2.5e-3,
              new Schedule(0, 0.6, 0.01),
              PolicyGradientSettings.PPO.optimisation().maxGradNorm(),
              PolicyGradientSettings.PPO.optimisation().lossBound()));

  /**
   * MountainCar's goal is far, hence returns of five steps; its actions differ by little of what a
   * state is worth, and distributions tell them apart where means do not. Chosen on seeds 1 and 2.
   */
  private static final DqnSettings MOUNTAIN_CAR =
      CARTPOLE
          .withSteps(5)
          .withAtoms(new Atoms(51, -100, 0))
          .withTarget(new TargetUpdate.Hard(300))
          .withExploration(new Exploration(1, 0.05, 20_000))
          .withMemory(new Memory(120_000, 1))
          .withTraining(
              new Training(
                  1_000, 16, 8, 64, Updater.ADAM, 2e-3, new Schedule(0, 0.95, 0.01), 10, 1e6));

  /**
   * Those of RL Baselines3 Zoo, but with double Q-learning, a memory of everything and a rate that
   * falls. Chosen on seeds 1 and 2.
   */
  private static final DqnSettings ACROBOT =
      CARTPOLE
          .withTarget(new TargetUpdate.Hard(250))
          .withExploration(new Exploration(1, 0.1, 12_000))
          .withTraining(
              new Training(
                  1_000, 4, 4, 128, Updater.ADAM, 6.3e-4, new Schedule(0, 0.98, 0.01), 10, 1e6));

  /** Those of Young and Tian (2019), but by Adam, with double Q-learning, every fourth step. */
  private static final DqnSettings MINATAR =
      DqnSettings.DEFAULT
          .withDouble()
          .withTarget(new TargetUpdate.Hard(250))
          .withExploration(new Exploration(1, 0.1, 100_000))
          .withMemory(new Memory(100_000, 1, Storage.BYTES))
          .withTraining(new Training(5_000, 4, 1, 32, Updater.ADAM, 2.5e-4, 10, 1e6));

  /**
   * All transitions are kept, much is drawn at random to the end, and the rate falls to a
   * hundredth: with a constant one, the policy jitters among actions of nearly the same value.
   * Chosen on seeds 1 to 4.
   */
  private static final DqnSettings FROZEN_LAKE =
      DqnSettings.DEFAULT
          .withDiscount(0.995)
          .withDouble()
          .withTarget(new TargetUpdate.Hard(100))
          .withExploration(new Exploration(1, 0.3, 200_000))
          .withMemory(new Memory(300_000, 1, Storage.BYTES))
          .withTraining(
              new Training(
                  10_000, 64, 16, 128, Updater.ADAM, 1e-3, new Schedule(0, 0.94, 0.01), 0, 1e6));

  /** Of each layer of a recurrent network. */
  static final int RECURRENT_UNITS = 64;

  private static final Sequences SEQUENCES = new Sequences(4, 16);

  /**
   * Returns of five steps (as Kapturowski et al., 2019), larger steps and fewer of them: what is to
   * be remembered are small differences, which small steps did not find. Chosen on CartPole without
   * velocities, seed 1.
   */
  private static final DqnSettings RECURRENT =
      CARTPOLE
          .withSteps(5)
          .withSequences(SEQUENCES)
          .withTraining(
              new Training(
                  1_000, 256, 64, 32, Updater.ADAM, 5e-3, new Schedule(0, 0.88, 0.01), 10, 1e6));

  private static final Map<String, Preset> KNOWN =
      Map.of(
          "cartpole", new Preset(CARTPOLE, List.of(256, 256), 50_000),
          "cartpole-masked", new Preset(CARTPOLE, List.of(256, 256), 50_000),
          "mountain-car", new Preset(MOUNTAIN_CAR, List.of(64, 64), 120_000),
          "acrobot", new Preset(ACROBOT, List.of(256, 256), 100_000),
          "frozen-lake-8x8", new Preset(FROZEN_LAKE, List.of(64), 300_000));

  /** The same for a recurrent network. */
  DqnSettings recurrent() {
    return settings.equals(MINATAR) ? MINATAR.withSequences(SEQUENCES) : RECURRENT;
  }

  /** Of an environment; of one without settings of its own, CartPole's for twice as long. */
  static Preset of(String environment) {
    if (environment.startsWith("minatar-")) {
      return new Preset(MINATAR, List.of(128), 1_000_000);
    }
    return KNOWN.getOrDefault(environment, new Preset(CARTPOLE, List.of(256, 256), 100_000));
  }
}
