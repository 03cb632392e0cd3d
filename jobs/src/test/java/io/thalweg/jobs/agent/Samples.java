package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSettings.Exploration;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.Prioritised;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.families.AgentSpec;
import io.thalweg.models.families.Family;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.policies.ActorCriticSettings;
import io.thalweg.models.policies.NeuralBanditSettings;
import io.thalweg.models.policies.PolicyGradientSettings;
import io.thalweg.models.policies.Rollouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small agents, and logs for them to learn from. */
final class Samples {
  static final int INPUTS = 3;
  static final int ACTIONS = 2;

  private static final Architecture NETWORK =
      new Architecture.FeedForward(List.of(8), Activation.TANH, 0);

  private Samples() {}

  static AgentSpec dqn(int streams) {
    DqnSettings settings =
        DqnSettings.DEFAULT
            .withSteps(3)
            .withDouble()
            .withPrioritised(new Prioritised(0.6, 0.4, 500, 1e-6))
            .withExploration(new Exploration(1, 0.1, 200))
            .withMemory(new Memory(150, streams))
            .withTraining(new Training(20, 2, 1, 8, Updater.ADAM, 1e-2, 1, 1e6));
    return new AgentSpec(new Family.Values(settings, NETWORK), INPUTS, ACTIONS);
  }

  /** The same, whose rewards may be corrected. */
  static AgentSpec correctable(AgentSpec dqn) {
    Family.Values family = (Family.Values) dqn.family();
    Memory memory = family.settings().memory();
    Memory other = new Memory(memory.capacity(), memory.streams(), memory.storage(), true);
    return new AgentSpec(
        new Family.Values(family.settings().withMemory(other), family.network()), INPUTS, ACTIONS);
  }

  static AgentSpec ppo(int streams) {
    PolicyGradientSettings settings =
        PolicyGradientSettings.PPO.withRollouts(new Rollouts.Steps(8), streams);
    return new AgentSpec(new Family.Gradients(settings, NETWORK, 3), INPUTS, ACTIONS);
  }

  static AgentSpec traces(int streams) {
    return new AgentSpec(
        new Family.Traces(ActorCriticSettings.DEFAULT.withStreams(streams), NETWORK, 3),
        INPUTS,
        ACTIONS);
  }

  static AgentSpec neuralBandit(int streams) {
    NeuralBanditSettings given = NeuralBanditSettings.DEFAULT;
    NeuralBanditSettings settings =
        given
            .withMemory(50, streams, false)
            .withTraining(
                new NeuralBanditSettings.Training(0, 20, 3, 8, given.training().optimisation()));
    return new AgentSpec(new Family.NeuralBandit(settings, NETWORK), INPUTS, ACTIONS);
  }

  /** Episodes of several environments in turn, each of 3 to 12 steps. */
  static List<Transition> log(int environments, int count, long seed) {
    Random random = new Random(seed);
    List<Transition> log = new ArrayList<>();
    long[] episode = new long[environments];
    long[] step = new long[environments];
    float[][] at = new float[environments][];
    for (int i = 0; i < count; i++) {
      int e = random.nextInt(environments);
      if (step[e] == 0) {
        at[e] = numbers(random);
      }
      float[] next = numbers(random);
      boolean ends = step[e] >= 2 && random.nextInt(10) < 3;
      boolean truncated = ends && random.nextBoolean();
      log.add(
          new Transition(
              "e" + e,
              episode[e],
              step[e],
              1_000 + i,
              at[e],
              random.nextInt(ACTIONS),
              0.5,
              0,
              random.nextGaussian(),
              next,
              ends && !truncated,
              truncated));
      at[e] = next;
      step[e] = ends ? 0 : step[e] + 1;
      episode[e] += ends ? 1 : 0;
    }
    return log;
  }

  private static float[] numbers(Random random) {
    float[] numbers = new float[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  static Logged logged(Transition transition, long offset) {
    return new Logged.Fit(transition, raw(offset));
  }

  static RawRecord raw(long offset) {
    return new RawRecord(new Origin("transitions", 0, offset), offset, null, new byte[] {1});
  }
}
