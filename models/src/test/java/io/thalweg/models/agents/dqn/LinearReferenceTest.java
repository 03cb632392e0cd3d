package io.thalweg.models.agents.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.dqn.DqnSettings.Loss;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An agent beside the published equations, written out for values that are linear in the
 * observation. The memory holds one transition and every one is learned once, so that nothing is
 * left to chance.
 */
class LinearReferenceTest {
  private static final int INPUTS = 2;
  private static final int ACTIONS = 3;
  private static final double RATE = 0.05;
  private static final double DISCOUNT = 0.9;

  private static final DqnSettings PLAIN =
      DqnSettings.DEFAULT
          .withMemory(new Memory(1, 1))
          .withTarget(new TargetUpdate.Hard(4))
          .withTraining(new Training(0, 1, 1, 1, Updater.SGD, RATE, 0, 1e9));

  static List<DqnSettings> settings() {
    Training clipped = new Training(0, 1, 1, 1, Updater.SGD, RATE, 0.3, 1e9);
    return List.of(
        PLAIN,
        PLAIN.withDouble(),
        PLAIN.withDuelling(),
        PLAIN.withDouble().withDuelling(),
        PLAIN.withLoss(Loss.HUBER),
        PLAIN.withTarget(new TargetUpdate.Polyak(0.1)).withDouble(),
        PLAIN.withTraining(clipped));
  }

  /** θ is [output][w₁, w₂, b]; outputs are the actions', of a duelling network V before them. */
  private static final class Reference {
    private final DqnSettings settings;
    private final double[][] online;
    private double[][] target;
    private int updates;

    Reference(DqnSettings settings, float[] initial) {
      this.settings = settings;
      int outputs = settings.duelling() ? ACTIONS + 1 : ACTIONS;
      online = new double[outputs][INPUTS + 1];
      for (int j = 0; j < outputs; j++) {
        for (int i = 0; i < INPUTS; i++) {
          online[j][i] = initial[j * INPUTS + i];
        }
        online[j][INPUTS] = initial[outputs * INPUTS + j];
      }
      target = copy(online);
    }

    private static double[][] copy(double[][] parameters) {
      double[][] copy = new double[parameters.length][];
      for (int j = 0; j < copy.length; j++) {
        copy[j] = parameters[j].clone();
      }
      return copy;
    }

    private double[] values(double[][] parameters, float[] x) {
      double[] scores = new double[parameters.length];
      for (int j = 0; j < scores.length; j++) {
        scores[j] = parameters[j][0] * x[0] + parameters[j][1] * x[1] + parameters[j][2];
      }
      if (!settings.duelling()) {
        return scores;
      }
      double mean = (scores[1] + scores[2] + scores[3]) / 3;
      return new double[] {
        scores[0] + scores[1] - mean, scores[0] + scores[2] - mean, scores[0] + scores[3] - mean
      };
    }

    double[] values(float[] x) {
      return values(online, x);
    }

    private static int best(double[] values) {
      int best = values[1] > values[0] ? 1 : 0;
      return values[2] > values[best] ? 2 : best;
    }

    void learn(Transition t) {
      double y = t.reward();
      if (!t.terminated()) {
        int best = best(values(settings.doubled() ? online : target, t.next()));
        y += DISCOUNT * values(target, t.next())[best];
      }
      double delta = values(online, t.observation())[t.action()] - y;
      double slope = settings.loss() == Loss.SQUARED ? 2 * delta : Math.max(-1, Math.min(1, delta));
      double[][] gradient = new double[online.length][INPUTS + 1];
      double norm = 0;
      for (int j = 0; j < online.length; j++) {
        double share = share(j, t.action());
        for (int i = 0; i <= INPUTS; i++) {
          gradient[j][i] = slope * share * (i < INPUTS ? t.observation()[i] : 1);
          norm += gradient[j][i] * gradient[j][i];
        }
      }
      norm = Math.sqrt(norm);
      double clip = settings.training().clipNorm();
      double factor = clip > 0 && norm > clip ? clip / norm : 1;
      for (int j = 0; j < online.length; j++) {
        for (int i = 0; i <= INPUTS; i++) {
          online[j][i] -= RATE * factor * gradient[j][i];
        }
      }
      follow();
    }

    /** How much a value depends on an output. */
    private double share(int output, int action) {
      if (!settings.duelling()) {
        return output == action ? 1 : 0;
      }
      return output == 0 ? 1 : output - 1 == action ? 2 / 3.0 : -1 / 3.0;
    }

    private void follow() {
      updates++;
      if (settings.target() instanceof TargetUpdate.Polyak polyak) {
        for (int j = 0; j < online.length; j++) {
          for (int i = 0; i <= INPUTS; i++) {
            target[j][i] = polyak.tau() * online[j][i] + (1 - polyak.tau()) * target[j][i];
          }
        }
      } else if (updates % 4 == 0) {
        target = copy(online);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void an_agent_learns_what_the_equations_say(DqnSettings discounted) {
    DqnSettings settings = withDiscount(discounted);
    DqnSpec spec =
        new DqnSpec(new FeedForward(List.of(), Activation.RELU, 0), INPUTS, ACTIONS, settings);
    Reference reference = new Reference(settings, spec.initialParameters());
    Random random = new Random(12);
    try (DqnAgent agent = new DqnAgent(spec, 1)) {
      for (int step = 0; step < 100; step++) {
        Transition transition =
            new Transition(
                numbers(random),
                random.nextInt(ACTIONS),
                (float) (2 * random.nextGaussian()),
                numbers(random),
                random.nextInt(5) == 0,
                random.nextInt(5) == 0);
        agent.observe(transition, 0);
        reference.learn(transition);
        float[] probe = numbers(random);
        Batch batch = new Batch(1, 1, INPUTS);
        batch.add(probe, 0, 1);
        Decision[] decisions = new Decision[1];
        agent.exploring().decide(batch, new Moment[] {new Moment(0, 0, step)}, decisions);
        double[] expected = reference.values(probe);
        for (int action = 0; action < ACTIONS; action++) {
          assertThat((double) decisions[0].values()[action])
              .as("step %d, action %d", step, action)
              .isCloseTo(expected[action], within(2e-5));
        }
      }
      assertThat(agent.version()).isEqualTo(100);
    }
  }

  private static DqnSettings withDiscount(DqnSettings s) {
    return new DqnSettings(
        DISCOUNT,
        s.steps(),
        s.doubled(),
        s.duelling(),
        s.atoms(),
        s.prioritised(),
        s.sequences(),
        s.target(),
        s.loss(),
        s.exploration(),
        s.memory(),
        s.training(),
        s.seed());
  }

  private static float[] numbers(Random random) {
    return new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()};
  }
}
