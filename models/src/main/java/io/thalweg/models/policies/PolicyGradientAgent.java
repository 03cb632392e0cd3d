package io.thalweg.models.policies;

import io.thalweg.models.agents.Format;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.random.Generator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Learns a softmax policy by the gradient, on-policy, from rollouts: proximal policy optimisation
 * (Schulman et al., 2017), advantage actor-critic (Mnih et al., 2016) or REINFORCE with baseline
 * (Sutton and Barto, 2018, 13.4), as its settings say.
 *
 * <p>Deterministic, and the same after a restore, bit for bit. A rollout by which a network
 * diverges (a loss beyond its bound or not finite, a gradient or parameters that are not) is
 * refused as a whole and counted; the parameters stay. A rollout is in memory twice over (what was
 * seen and what came next) and in every snapshot. Not thread-safe.
 */
public final class PolicyGradientAgent implements PolicyLearner {
  private static final byte FORMAT = 1;

  private final PolicySpec spec;
  private final PolicyGradientSettings settings;
  private final Rollout rollout;
  private final PolicyGradient learning;
  private final SoftmaxDecisions exploring;
  private final Generator generator;

  /**
   * An agent that has learned nothing.
   *
   * @param rows most observations that {@link #exploring} decides on at a time
   */
  public PolicyGradientAgent(PolicySpec spec, PolicyGradientSettings settings, int rows) {
    this.spec = spec;
    this.settings = settings;
    rollout = new Rollout(settings.capacity(), spec.inputs(), settings.streams());
    learning = new PolicyGradient(spec, settings, rows);
    exploring = new SoftmaxDecisions(spec, learning.plan(), rows, false);
    generator = new Generator(~spec.seed());
  }

  @Override
  public void observe(Transition transition, int stream) {
    take(transition, Double.NaN, stream);
  }

  @Override
  public void observe(Transition transition, double probability, int stream) {
    if (Double.isNaN(probability)) {
      throw new IllegalArgumentException("probability NaN found, more than 0 to 1 expected");
    }
    take(transition, probability, stream);
  }

  private void take(Transition transition, double probability, int stream) {
    int streams = settings.streams();
    Streams.check(transition, spec.inputs(), spec.actions(), probability, stream, streams);
    rollout.add(transition, probability, stream);
    if (settings.rollouts().complete(rollout.count(), rollout.episodes(), streams)) {
      learning.update(rollout, generator);
      rollout.clear();
      exploring.become(learning.updates());
    }
  }

  /** Changes nothing: it keeps no transition that it has learned from. */
  @Override
  public boolean correct(Moment at, float difference, int stream) {
    return false;
  }

  @Override
  public void interrupt(int stream) {
    rollout.interrupt(stream);
  }

  @Override
  public SortedMap<String, Double> figures() {
    SortedMap<String, Double> figures = new TreeMap<>();
    diagnostics().ifPresent(found -> figures.putAll(found.byName()));
    return figures;
  }

  /** What the last update since this agent was made or restored was like. */
  public Optional<Diagnostics> diagnostics() {
    return Optional.ofNullable(learning.diagnostics());
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
    return SoftmaxPolicy.bytes(spec, version(), learning.parameters());
  }

  private Format format() {
    return spec.format("agent", FORMAT);
  }

  @Override
  public Map<Integer, byte[]> snapshot(DataOutput out) throws IOException {
    format().write(out);
    out.writeLong(generator.state());
    learning.write(out);
    rollout.write(out);
    return Map.of();
  }

  @Override
  public void restore(DataInput in, Collection<byte[]> chunks) throws IOException {
    format().check(in);
    generator.reset(in.readLong());
    learning.read(in);
    rollout.read(in, spec.actions());
    exploring.become(learning.updates());
  }

  @Override
  public void close() {
    learning.close();
  }
}
