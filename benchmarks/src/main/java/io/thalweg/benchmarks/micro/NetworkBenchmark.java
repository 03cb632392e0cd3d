package io.thalweg.benchmarks.micro;

import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Dimensions;
import io.thalweg.models.network.Network;
import io.thalweg.models.network.Networks;
import io.thalweg.models.random.Generator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Networks by themselves: 16 inputs, 64 units, 32 steps, 5 classes. A training step is forward,
 * cross-entropy, backward, Adam and the new parameters' way to the kernels.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NetworkBenchmark {
  private static final int INPUTS = 16;
  private static final int STEPS = 32;
  private static final int CLASSES = 5;
  private static final float RATE = 1e-5f;

  /** What a layer is made of. */
  @Param({"LSTM", "GRU", "SIMPLE_RNN"})
  public Architecture.Cell cell;

  /** Windows at a time. */
  @Param({"1", "32", "256"})
  public int rows;

  /** What computes; plain Java knows no GRU. */
  @Param({"plan"})
  public String engine;

  private final Generator chance = new Generator(7);
  private Network network;
  private Batch batch;
  private int[] labels;
  private float[][] probabilities;
  private float[] parameters;
  private float[] gradient;
  private float[] mean;
  private float[] squares;

  @Setup
  public void create() {
    System.setProperty(Networks.PROPERTY, engine);
    var architecture = new Architecture(cell, 64, 1, 0);
    var dimensions = new Dimensions(INPUTS, STEPS, CLASSES);
    network = Networks.create(architecture, dimensions, rows);
    parameters = Networks.initial(architecture, dimensions, 7);
    gradient = new float[parameters.length];
    mean = new float[parameters.length];
    squares = new float[parameters.length];
    network.load(parameters);
    labels = IntStream.range(0, rows).map(row -> row % CLASSES).toArray();
    probabilities = new float[rows][CLASSES];
    fill();
  }

  private void fill() {
    List<String> names = IntStream.range(0, INPUTS).mapToObj(i -> "x" + i).toList();
    var encoder = new Encoder(new Features(names, List.of(), false, false), CLASSES);
    var random = new SplittableRandom(7);
    batch = new Batch(rows, STEPS, INPUTS);
    for (int row = 0; row < rows; row++) {
      Row[] window = new Row[STEPS];
      for (int step = 0; step < STEPS; step++) {
        window[step] = new Row(random.doubles(INPUTS, -2, 2).toArray(), new String[0], -1);
      }
      encoder.encode(window, batch);
    }
  }

  @TearDown
  public void close() {
    network.close();
  }

  /** A whole training step. */
  @Benchmark
  public double train() {
    double loss = network.gradient(batch, labels, chance, gradient);
    adam();
    network.load(parameters);
    return loss;
  }

  /** Adam after many steps, when its corrections of bias are 1. */
  private void adam() {
    for (int i = 0; i < parameters.length; i++) {
      float g = gradient[i];
      mean[i] = 0.9f * mean[i] + 0.1f * g;
      squares[i] = 0.999f * squares[i] + 0.001f * g * g;
      parameters[i] -= RATE * mean[i] / ((float) Math.sqrt(squares[i]) + 1e-8f);
    }
  }

  /** Probabilities for all rows. */
  @Benchmark
  public float[][] predict() {
    network.predict(batch, probabilities);
    return probabilities;
  }
}
