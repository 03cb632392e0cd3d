package io.thalweg.models.agents.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.Sequences;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.agents.replay.Draws;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Architecture.Recurrent;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is learned from windows beside the equations, written out over the episodes themselves: a
 * value is what a network says at the end of the observations from the window's beginning up to it.
 */
class WindowsTest {
  private static final int INPUTS = 2;
  private static final int ACTIONS = 3;
  private static final int BATCH = 6;
  private static final double DISCOUNT = 0.99;

  private static final DqnSettings PLAIN =
      DqnSettings.DEFAULT
          .withMemory(new Memory(100, 2))
          .withSequences(new Sequences(2, 3))
          .withTraining(new Training(0, 1, 1, BATCH, Updater.SGD, 1, 0, 1e9));

  static List<DqnSpec> specs() {
    List<DqnSpec> specs = new ArrayList<>();
    for (Cell cell : new Cell[] {Cell.LSTM, Cell.GRU}) {
      Recurrent network = new Recurrent(cell, 3, 1, 0);
      specs.add(new DqnSpec(network, INPUTS, ACTIONS, PLAIN));
      specs.add(new DqnSpec(network, INPUTS, ACTIONS, PLAIN.withDouble().withSteps(3)));
      specs.add(new DqnSpec(network, INPUTS, ACTIONS, PLAIN.withDouble().withDuelling()));
      specs.add(
          new DqnSpec(
              network, INPUTS, ACTIONS, PLAIN.withSequences(new Sequences(0, 1)).withSteps(2)));
    }
    return specs;
  }

  /** Where a transition is: its episode, and the how manyth of it. */
  private record Place(List<Transition> episode, int index) {}

  private static float[] numbers(Random random) {
    return new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()};
  }

  /** Two environments in turn; some episodes end one way, some the other. */
  private static List<Place> experience(ReplayMemory memory, Random random) {
    List<Place> places = new ArrayList<>();
    List<List<Transition>> running = List.of(new ArrayList<>(), new ArrayList<>());
    List<List<Transition>> episodes = new ArrayList<>(running);
    for (int i = 0; i < 80; i++) {
      int stream = random.nextInt(2);
      List<Transition> episode = episodes.get(stream);
      float[] seen = episode.isEmpty() ? numbers(random) : episode.get(episode.size() - 1).next();
      int end = random.nextInt(16);
      Transition transition =
          new Transition(
              seen,
              random.nextInt(ACTIONS),
              (float) random.nextGaussian(),
              numbers(random),
              end == 0,
              end == 1);
      memory.observe(transition, stream);
      places.add(new Place(episode, episode.size()));
      episode.add(transition);
      if (transition.ends()) {
        episodes.set(stream, new ArrayList<>());
      }
    }
    return places;
  }

  /** The equations. */
  private static final class Reference implements AutoCloseable {
    private final DqnSpec spec;
    private final Plan online;
    private final Plan target;
    private final ActionValues layout;
    private int learned;
    private double loss;

    Reference(DqnSpec spec, float[] ofTarget) {
      this.spec = spec;
      online = new Plan(spec.outline(), spec.steps(), 1);
      target = new Plan(spec.outline(), spec.steps(), 1);
      target.load(ofTarget);
      layout = ActionValues.of(spec, 0);
    }

    private float[] values(Plan plan, List<Transition> episode, int first, int at) {
      Batch batch = new Batch(1, spec.steps(), INPUTS);
      float[] window = new float[(at - first + 1) * INPUTS];
      for (int step = first; step <= at; step++) {
        float[] seen =
            step < episode.size() ? episode.get(step).observation() : episode.get(step - 1).next();
        System.arraycopy(seen, 0, window, (step - first) * INPUTS, INPUTS);
      }
      batch.add(window, 0, at - first + 1);
      float[][] scores = new float[1][spec.outline().head().outputs()];
      plan.predict(batch, scores);
      float[] values = new float[ACTIONS];
      layout.values(scores[0], values);
      return values;
    }

    private double target(List<Transition> episode, int first, int last, int at) {
      int end = Math.min(last, at + spec.settings().steps() - 1);
      double sum = 0;
      for (int step = at; step <= end; step++) {
        sum += Math.pow(DISCOUNT, step - at) * episode.get(step).reward();
      }
      if (episode.get(end).terminated()) {
        return sum;
      }
      float[] said = values(target, episode, first, end + 1);
      float[] chooser = spec.settings().doubled() ? values(online, episode, first, end + 1) : said;
      return sum + Math.pow(DISCOUNT, end - at + 1) * said[ActionValues.best(chooser)];
    }

    /** Mean over all steps that are learned. */
    double loss(float[] parameters, List<Place> drawn) {
      online.load(parameters);
      loss = 0;
      learned = 0;
      drawn.forEach(this::add);
      return loss / learned;
    }

    private void add(Place place) {
      Sequences sequences = spec.settings().sequences();
      List<Transition> episode = place.episode();
      int length = sequences.burnIn() + sequences.learned();
      int first = Math.max(0, place.index() - length + 1);
      for (int step = first == 0 ? 0 : first + sequences.burnIn(); step <= place.index(); step++) {
        float said = values(online, episode, first, step)[episode.get(step).action()];
        double error = said - target(episode, first, place.index(), step);
        loss += error * error;
        learned++;
      }
    }

    @Override
    public void close() {
      online.close();
      target.close();
    }
  }

  private static float[] parameters(DqnSpec spec, Random random) {
    float[] parameters = spec.initialParameters();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.3 * random.nextGaussian());
    }
    return parameters;
  }

  @ParameterizedTest
  @MethodSource("specs")
  void loss_and_gradient_are_those_of_the_equations(DqnSpec spec) {
    Random random = new Random(5);
    ReplayMemory memory = new ReplayMemory(spec.settings().replay(INPUTS));
    List<Place> places = experience(memory, random);
    float[] online = parameters(spec, random);
    float[] behind = parameters(spec, random);
    float[] gradient = new float[online.length];
    Draws draws = new Draws(BATCH);
    Windows windows = new Windows(spec);
    double loss;
    try (Plan plan = new Plan(spec.outline(), spec.steps(), BATCH);
        TargetNetwork target = new TargetNetwork(spec, behind)) {
      plan.load(online);
      memory.draw(new Generator(3), 0, draws);
      windows.look(memory, draws, plan, target);
      loss =
          plan.gradient(
              windows.observations(), windows, draws.weights(), new Generator(1), gradient);
    }
    List<Place> drawn = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      drawn.add(places.get(draws.slot(i)));
    }
    try (Reference reference = new Reference(spec, behind)) {
      assertThat(loss).isCloseTo(reference.loss(online, drawn), within(1e-5));
      for (int i = 0; i < online.length; i++) {
        assertThat((double) gradient[i])
            .as("parameter %d", i)
            .isCloseTo(slope(reference, online, drawn, i), within(2e-3));
      }
    }
  }

  /** By central differences; the best next action does not change so near. */
  private static double slope(Reference reference, float[] online, List<Place> drawn, int i) {
    float step = 1f / 128;
    float before = online[i];
    online[i] = before + step;
    double above = reference.loss(online, drawn);
    online[i] = before - step;
    double below = reference.loss(online, drawn);
    online[i] = before;
    return (above - below) / (2 * step);
  }
}
