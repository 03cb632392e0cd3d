package io.thalweg.models.learning;

import io.thalweg.benchmarks.peers.Step;
import io.thalweg.benchmarks.peers.Work;
import io.thalweg.benchmarks.peers.Work.Task;
import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Dimensions;
import io.thalweg.models.network.Network;
import io.thalweg.models.network.Networks;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.random.Generator;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Does a work with one of Thalweg's networks as the learner does, in the package of its optimiser:
 * gradient, Adam over the flat vector, parameters loaded again.
 */
public final class NetworkStep implements Step {
  private static final long SEED = 7;
  private static final double RATE = 0.001;
  private static final int DENSE_INPUTS = 4;
  private static final int IMAGE = 28;

  private final boolean train;
  private final Network network;
  private final Batch batch;
  private final int[] labels;
  private final float[] once;
  private final float[][] probabilities;
  private final float[] parameters;
  private final float[] gradient;
  private final Optimiser adam;
  private final Generator chance = new Generator(SEED);

  /** For a task and network that Thalweg has. */
  public NetworkStep(Work work) {
    train = work.task() == Task.TRAIN;
    int classes = work.network().classes();
    Architecture architecture = architecture(work);
    int inputs =
        switch (work.network()) {
          case DENSE -> DENSE_INPUTS;
          case CNN -> IMAGE * IMAGE;
          default -> work.inputs();
        };
    int steps = Math.max(1, work.steps());
    var dimensions = new Dimensions(inputs, steps, classes);
    network = Networks.create(architecture, dimensions, work.batch());
    parameters = network.fromDl4j(Networks.initial(architecture, dimensions, SEED));
    network.load(parameters);
    gradient = new float[network.size()];
    adam =
        new Optimiser(
            new Learning(Updater.ADAM, RATE, work.batch(), 1, 0, 0, SEED), network.size());
    batch = randomBatch(work.batch(), dimensions);
    labels = new SplittableRandom(SEED).ints(work.batch(), 0, classes).toArray();
    once = new float[work.batch()];
    Arrays.fill(once, 1);
    probabilities = new float[work.batch()][classes];
  }

  private static Architecture architecture(Work work) {
    return switch (work.network()) {
      case DENSE -> new Architecture.FeedForward(List.of(120, 84), Activation.RELU, 0);
      case CNN ->
          new Architecture.Convolutional(IMAGE, IMAGE, 1, List.of(32, 64, 64), List.of(64), 0);
      default ->
          new Architecture.Recurrent(Cell.valueOf(work.network().name()), work.hidden(), 1, 0);
    };
  }

  private static Batch randomBatch(int rows, Dimensions dimensions) {
    int inputs = dimensions.inputs();
    var names = IntStream.range(0, inputs).mapToObj(i -> "f" + i).toList();
    var encoder = new Encoder(new Features(names, List.of(), false, false), dimensions.outputs());
    var random = new SplittableRandom(SEED);
    var batch = new Batch(rows, dimensions.steps(), inputs);
    Row[] window = new Row[dimensions.steps()];
    for (int row = 0; row < rows; row++) {
      for (int step = 0; step < window.length; step++) {
        window[step] = new Row(random.doubles(inputs, -1, 1).toArray(), new String[0], Double.NaN);
      }
      encoder.encode(window, batch);
    }
    return batch;
  }

  @Override
  public void run() {
    if (train) {
      network.gradient(batch, labels, once, chance, gradient);
      adam.step(parameters, gradient);
      network.load(parameters);
    } else {
      network.predict(batch, probabilities);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
