package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.Format;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.dqn.DqnSettings.Prioritised;
import io.thalweg.models.agents.dqn.DqnSettings.Training;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.random.Generator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Learns the values of actions from transitions that anyone may have made (off-policy): a deep
 * Q-network (Mnih et al., 2015) with the refinements that its settings name.
 *
 * <p>Deterministic, and the same after a restore, bit for bit. An update that diverges (a loss
 * beyond its bound or not finite, a gradient or parameters that are not) is refused and counted;
 * the parameters stay. All memory is allocated when it is made, outside of kernels, which come at
 * the first update. Not thread-safe.
 */
public final class DqnAgent implements Agent {
  private static final byte FORMAT = 2;

  private final DqnSpec spec;
  private final ReplayMemory memory;
  private final QLearning learning;
  private final EpsilonGreedy exploring;
  private final Generator generator;
  private long observed;

  /**
   * An agent that has learned nothing.
   *
   * @param rows most observations that {@link #exploring} decides on at a time
   */
  public DqnAgent(DqnSpec spec, int rows) {
    this.spec = spec;
    memory = new ReplayMemory(spec.settings().replay(spec.inputs()));
    learning = new QLearning(spec, rows);
    exploring = new EpsilonGreedy(spec, learning.plan(), rows);
    generator = new Generator(~spec.settings().seed());
  }

  @Override
  public void observe(Transition transition, int stream) {
    transition
        .flaw(spec.inputs(), spec.actions())
        .or(() -> memory.flaw(transition))
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException(flaw);
            });
    memory.observe(transition, stream);
    observed++;
    Training training = spec.settings().training();
    if (observed > training.starts() && observed % training.every() == 0 && memory.size() > 0) {
      for (int i = 0; i < training.updates(); i++) {
        learning.update(memory, beta(), generator);
      }
      if (learning.updates() > exploring.version()) {
        double epsilon = spec.settings().exploration().epsilon(observed);
        exploring.become(learning.updates(), epsilon);
      }
    }
  }

  @Override
  public boolean correct(Moment at, float difference, int stream) {
    return spec.settings().memory().correctable() && memory.correct(at, difference, stream);
  }

  @Override
  public void interrupt(int stream) {
    memory.interrupt(stream);
  }

  @Override
  public SortedMap<String, Double> figures() {
    SortedMap<String, Double> figures = new TreeMap<>();
    learning.figures(figures);
    figures.put("epsilon", epsilon());
    figures.put("replay_size", (double) memory.size());
    return figures;
  }

  private double beta() {
    Prioritised prioritised = spec.settings().prioritised();
    return prioritised == null ? 0 : prioritised.beta(observed);
  }

  /** Transitions observed. */
  public long observed() {
    return observed;
  }

  /** The share of actions that this version draws from all alike. */
  public double epsilon() {
    return exploring.epsilon();
  }

  @Override
  public long version() {
    return learning.updates();
  }

  @Override
  public long refused() {
    return learning.refused();
  }

  @Override
  public Policy exploring() {
    return exploring;
  }

  @Override
  public byte[] policy() {
    return QPolicy.bytes(spec, version(), epsilon(), learning.parameters());
  }

  private Format format() {
    return spec.format("agent", FORMAT);
  }

  @Override
  public Map<Integer, byte[]> snapshot(DataOutput out) throws IOException {
    format().write(out);
    out.writeLong(observed);
    out.writeLong(generator.state());
    out.writeDouble(epsilon());
    learning.write(out);
    return memory.snapshot(out);
  }

  @Override
  public void restore(DataInput in, Collection<byte[]> chunks) throws IOException {
    format().check(in);
    observed = in.readLong();
    generator.reset(in.readLong());
    double epsilon = in.readDouble();
    if (observed < 0 || !(epsilon >= 0 && epsilon <= 1)) {
      throw new IOException(
          "%d transitions observed, epsilon %s found".formatted(observed, epsilon));
    }
    learning.read(in);
    exploring.become(learning.updates(), epsilon);
    memory.restore(in, chunks);
  }

  @Override
  public void close() {
    learning.close();
  }
}
