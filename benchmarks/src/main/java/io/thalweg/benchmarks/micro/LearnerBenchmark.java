package io.thalweg.benchmarks.micro;

import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import io.thalweg.models.learning.Learner;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.learning.Update;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.plan.Cell;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A learner of 64 units over 24 steps of 6 features, batches of 32, as in the demonstration. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LearnerBenchmark {
  private static final int STEPS = 24;
  private static final int FEATURES = 6;
  private static final int BATCH = 32;

  /** Kind of network; the constant one shows what is not the network's work. */
  @Param({"lstm", "constant"})
  public String network;

  private final Row[][] windows = new Row[BATCH][STEPS];
  private final float[][] probabilities = new float[BATCH][2];
  private Learner learner;

  @Setup
  public void create() {
    var random = new SplittableRandom(7);
    for (Row[] window : windows) {
      for (int step = 0; step < STEPS; step++) {
        double[] numeric = random.doubles(FEATURES).toArray();
        window[step] = new Row(numeric, new String[0], random.nextInt(2));
      }
    }
    var features = new Features(List.of("a", "b", "c", "d", "e", "f"), List.of(), true, true);
    learner =
        Learner.create(
            new ModelSpec(
                features,
                List.of("DOWN", "UP"),
                STEPS,
                network.equals("lstm")
                    ? new Architecture.Recurrent(Cell.LSTM, 64, 1, 0)
                    : new Architecture.Constant(),
                new Learning(Learning.Updater.ADAM, 0.003, BATCH, 1, 0, 1, 7)));
    learnBatchOf32(); // what has seen nothing does not standardise
  }

  @TearDown
  public void close() {
    learner.close();
  }

  /** One gradient step on 32 examples. */
  @Benchmark
  public Update learnBatchOf32() {
    for (int i = 0; i < BATCH; i++) {
      learner.add(windows[i], i % 2);
    }
    return learner.learn();
  }

  /** 32 windows together. */
  @Benchmark
  public float[][] predict32() {
    learner.predict(windows, BATCH, probabilities);
    return probabilities;
  }

  /** One window by itself. */
  @Benchmark
  public float[][] predict1() {
    learner.predict(windows, 1, probabilities);
    return probabilities;
  }
}
