package io.thalweg.models.agents.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.dqn.DqnSettings.Atoms;
import io.thalweg.models.agents.dqn.DqnSettings.Exploration;
import io.thalweg.models.agents.dqn.DqnSettings.Loss;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.Prioritised;
import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A chain of five places: left is a step back (at the first place: none) for a reward of 0.1, right
 * a step on for nothing, but for 1 and the end behind the last place. Episodes are cut off after 20
 * steps. With γ = 0.9 going left for ever is worth 1, as much as the end: where the two are near
 * each other, value iteration says which is better.
 */
class ChainTest {
  private static final int PLACES = 5;
  private static final double DISCOUNT = 0.9;
  private static final int LIMIT = 20;

  private static final DqnSettings PLAIN =
      new DqnSettings(
          DISCOUNT,
          1,
          false,
          false,
          null,
          null,
          null,
          new TargetUpdate.Hard(50),
          Loss.SQUARED,
          new Exploration(1, 1, 1),
          new Memory(2_000, 1),
          new Training(200, 1, 1, 32, Updater.ADAM, 3e-3, 0, 1e6),
          3);

  static List<DqnSettings> settings() {
    Prioritised prioritised = new Prioritised(0.6, 0.4, 6_000, 1e-3);
    Atoms atoms = new Atoms(51, 0, 1.5);
    return List.of(
        PLAIN,
        PLAIN.withLoss(Loss.HUBER),
        PLAIN.withDouble(),
        PLAIN.withDuelling(),
        PLAIN.withPrioritised(prioritised),
        PLAIN.withTarget(new TargetUpdate.Polyak(0.02)),
        PLAIN.withAtoms(atoms),
        PLAIN.withDouble().withDuelling().withPrioritised(prioritised).withAtoms(atoms));
  }

  private static int next(int place, int action) {
    return action == 1 ? place + 1 : Math.max(0, place - 1);
  }

  private static double reward(int place, int action) {
    return action == 0 ? 0.1 : place == PLACES - 1 ? 1 : 0;
  }

  /** Q* by value iteration (Sutton and Barto, 2018, equation 4.2). */
  private static double[][] optimal() {
    double[][] values = new double[PLACES + 1][2];
    for (int sweep = 0; sweep < 1_000; sweep++) {
      for (int place = 0; place < PLACES; place++) {
        for (int action = 0; action < 2; action++) {
          double[] after = values[next(place, action)];
          values[place][action] = reward(place, action) + DISCOUNT * Math.max(after[0], after[1]);
        }
      }
    }
    return values;
  }

  private static float[] observation(int place) {
    float[] observation = new float[PLACES];
    if (place < PLACES) {
      observation[place] = 1;
    }
    return observation;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void it_learns_the_optimal_values_from_random_actions(DqnSettings settings) {
    DqnSpec spec =
        new DqnSpec(new FeedForward(List.of(32), Activation.RELU, 0), PLACES, 2, settings);
    try (DqnAgent agent = new DqnAgent(spec, PLACES)) {
      Batch batch = new Batch(PLACES, 1, PLACES);
      Decision[] decisions = new Decision[PLACES];
      Moment[] moments = new Moment[PLACES];
      int place = 0;
      int step = 0;
      for (int i = 0; i < 6_000; i++) {
        batch.clear();
        batch.add(observation(place), 0, 1);
        moments[0] = new Moment(0, 0, i);
        agent.exploring().decide(batch, moments, decisions);
        int action = decisions[0].action();
        int next = next(place, action);
        boolean terminated = next == PLACES;
        boolean truncated = !terminated && ++step == LIMIT;
        agent.observe(
            new Transition(
                observation(place),
                action,
                (float) reward(place, action),
                observation(next),
                terminated,
                truncated),
            0);
        place = terminated || truncated ? 0 : next;
        step = terminated || truncated ? 0 : step;
      }
      batch.clear();
      for (int i = 0; i < PLACES; i++) {
        batch.add(observation(i), 0, 1);
        moments[i] = new Moment(0, 0, i);
      }
      agent.exploring().decide(batch, moments, decisions);
      double[][] optimal = optimal();
      for (int i = 0; i < PLACES; i++) {
        for (int action = 0; action < 2; action++) {
          assertThat((double) decisions[i].values()[action])
              .as("place %d, action %d", i, action)
              .isCloseTo(optimal[i][action], within(0.05));
        }
      }
    }
  }
}
