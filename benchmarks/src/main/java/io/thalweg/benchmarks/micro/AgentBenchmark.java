package io.thalweg.benchmarks.micro;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.dqn.DqnAgent;
import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSettings.Atoms;
import io.thalweg.models.agents.dqn.DqnSettings.Memory;
import io.thalweg.models.agents.dqn.DqnSettings.Prioritised;
import io.thalweg.models.agents.dqn.DqnSpec;
import io.thalweg.models.features.Batch;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
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

/**
 * Steps per second of an agent that acts and learns, without an environment: CleanRL's default deep
 * Q-network (4-120-84-2, a batch of 128 every 10 steps) and its refinements.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class AgentBenchmark {
  private static final int PLACES = 1024;

  /** Refinement by itself, or those of Rainbow (without noisy layers) together. */
  @Param({"none", "double", "duelling", "prioritised", "distributional", "rainbow"})
  public String refinement;

  private final float[][] places = new float[PLACES][4];
  private final Batch batch = new Batch(1, 1, 4);
  private final Moment[] moments = new Moment[1];
  private final Decision[] decisions = new Decision[1];
  private DqnAgent agent;
  private int step;

  @Setup
  public void create() {
    var random = new SplittableRandom(7);
    for (float[] place : places) {
      for (int i = 0; i < place.length; i++) {
        place[i] = (float) random.nextDouble() - 0.5f;
      }
    }
    var network = new FeedForward(List.of(120, 84), Activation.RELU, 0);
    agent = new DqnAgent(new DqnSpec(network, 4, 2, settings()), 1);
    for (int i = 0; i < 10_001; i++) {
      step(); // before, there is nothing to learn
    }
  }

  private DqnSettings settings() {
    DqnSettings settings = DqnSettings.DEFAULT.withMemory(new Memory(10_000, 1));
    Prioritised prioritised = new Prioritised(0.6, 0.4, 500_000, 1e-6);
    Atoms atoms = new Atoms(51, 0, 100);
    return switch (refinement) {
      case "none" -> settings;
      case "double" -> settings.withDouble();
      case "duelling" -> settings.withDuelling();
      case "prioritised" -> settings.withPrioritised(prioritised);
      case "distributional" -> settings.withAtoms(atoms);
      case "rainbow" ->
          settings
              .withDouble()
              .withDuelling()
              .withSteps(3)
              .withPrioritised(prioritised)
              .withAtoms(atoms);
      default -> throw new IllegalArgumentException(refinement + " found");
    };
  }

  @TearDown
  public void close() {
    agent.close();
  }

  /** An action, and its transition learned from. */
  @Benchmark
  public Decision step() {
    float[] from = places[step % PLACES];
    batch.clear();
    batch.add(from, 0, 1);
    moments[0] = new Moment(0, 0, step);
    agent.exploring().decide(batch, moments, decisions);
    step++;
    boolean terminated = step % 100 == 0;
    float[] to = places[step % PLACES];
    agent.observe(new Transition(from, decisions[0].action(), 1, to, terminated, false), 0);
    return decisions[0];
  }
}
