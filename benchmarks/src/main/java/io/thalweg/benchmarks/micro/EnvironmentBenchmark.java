package io.thalweg.benchmarks.micro;

import io.thalweg.environments.Environments;
import io.thalweg.environments.Space;
import io.thalweg.environments.VectorEnvironment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A step of an environment among many, by random actions that were drawn before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnvironmentBenchmark {
  private static final int COUNT = 256;
  private static final int DRAWN = 64;

  @Param({"cartpole", "mountain-car", "acrobot", "frozen-lake", "taxi"})
  private String name;

  private final float[][] actions = new float[DRAWN][COUNT];
  private VectorEnvironment vector;
  private int next;

  /** Draws. */
  @Setup
  public void reset() {
    vector = new VectorEnvironment(Environments.named(name)::make, COUNT, 7);
    vector.reset();
    SplittableRandom random = new SplittableRandom(8);
    int choices = ((Space.Discrete) vector.actionSpace()).n();
    for (float[] drawn : actions) {
      for (int i = 0; i < COUNT; i++) {
        drawn[i] = random.nextInt(choices);
      }
    }
  }

  /** Time per environment. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public float[] environmentStep() {
    next = (next + 1) % DRAWN;
    vector.step(actions[next]);
    return vector.observations();
  }
}
