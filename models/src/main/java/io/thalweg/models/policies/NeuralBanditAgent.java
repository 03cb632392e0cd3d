package io.thalweg.models.policies;

import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.Format;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.policies.NeuralBanditSettings.Training;
import io.thalweg.models.random.Generator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Learns which action has the highest reward in a context, as {@link BanditAgent} does, where
 * rewards are not linear in it. A network learns from a bounded memory, at intervals. With an upper
 * bound, regressions on its last hidden layer learn each transition at once; when the network has
 * moved, they are made anew of the memory, so they never mix two representations. What has left the
 * memory is then forgotten by them too.
 *
 * <p>Deterministic, and the same after a restore, bit for bit. A step of the network, or a
 * transition for a regression, that diverges is refused and counted. All memory is allocated when
 * it is made, outside of kernels. Time of a transition: as many passes of the network as it is
 * drawn; with a bound, and n units of the last hidden layer, also n² · (1 + memory / interval), for
 * the regressions. Not thread-safe.
 */
public final class NeuralBanditAgent implements Agent {
  private static final byte FORMAT = 1;

  private final NeuralBanditSpec spec;
  private final ReplayMemory memory;
  private final RewardLearning learning;

  /** Null, both, where the choice is by the network's outputs. */
  private final LinearArms arms;

  private final RepresentedArms represented;
  private final BanditDecisions exploring;
  private final Generator generator;
  private long observed;
  private long updates;
  private long refused;

  /**
   * A bandit that has learned nothing.
   *
   * @param rows most contexts that {@link #exploring} decides on at a time
   */
  public NeuralBanditAgent(NeuralBanditSpec spec, int rows) {
    this.spec = spec;
    memory = new ReplayMemory(spec.replay());
    learning = new RewardLearning(spec, Math.max(rows, RepresentedArms.LOOKED_AT));
    arms = spec.arms();
    represented = arms == null ? null : new RepresentedArms(spec, learning.plan(), arms);
    exploring =
        spec.decisions(spec.settings().choice(), spec.estimates(learning.plan(), arms, rows));
    generator = new Generator(~spec.settings().seed());
  }

  /** Learns what an action in a context had for a reward. */
  public void learn(float[] context, int action, float reward) {
    observe(new Transition(context, action, reward, context, true, false), 0);
  }

  @Override
  public void observe(Transition transition, int stream) {
    transition
        .flaw(spec.inputs(), spec.actions())
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException(flaw);
            });
    memory.observe(transition, stream);
    observed++;
    Training training = spec.settings().training();
    boolean moved = observed > training.starts() && observed % training.every() == 0 && train();
    if (moved && arms != null) {
      refused += represented.relearn(memory);
    } else if (arms != null) {
      count(represented.learn(transition));
    }
    exploring.become(updates);
  }

  /** Whether the network has moved. */
  private boolean train() {
    long before = updates;
    for (int i = 0; i < spec.settings().training().updates(); i++) {
      count(learning.update(memory, generator));
    }
    return updates > before;
  }

  private void count(boolean applied) {
    updates += applied ? 1 : 0;
    refused += applied ? 0 : 1;
  }

  /** The next time that the network learns, it and the regressions learn from the right one. */
  @Override
  public boolean correct(Moment at, float difference, int stream) {
    return spec.settings().correctable() && memory.correct(at, difference, stream);
  }

  /** Changes nothing: every transition stands for itself. */
  @Override
  public void interrupt(int stream) {}

  @Override
  public SortedMap<String, Double> figures() {
    SortedMap<String, Double> figures = new TreeMap<>();
    if (!Double.isNaN(learning.loss())) {
      figures.put("loss", learning.loss());
    }
    figures.put("replay_size", (double) memory.size());
    return figures;
  }

  LinearArms arms() {
    return arms;
  }

  float[] parameters() {
    return learning.parameters();
  }

  @Override
  public long version() {
    return updates;
  }

  @Override
  public long refused() {
    return refused;
  }

  @Override
  public Policy exploring() {
    return exploring;
  }

  @Override
  public byte[] policy() {
    return NeuralBanditPolicy.bytes(spec, updates, learning.parameters(), arms);
  }

  private Format format() {
    return spec.format("agent", FORMAT);
  }

  @Override
  public Map<Integer, byte[]> snapshot(DataOutput out) throws IOException {
    format().write(out);
    out.writeLong(observed);
    out.writeLong(updates);
    out.writeLong(refused);
    out.writeLong(generator.state());
    learning.write(out);
    if (arms != null) {
      arms.write(out);
    }
    return memory.snapshot(out);
  }

  @Override
  public void restore(DataInput in, Collection<byte[]> chunks) throws IOException {
    format().check(in);
    observed = in.readLong();
    updates = in.readLong();
    refused = in.readLong();
    if (observed < 0 || updates < 0 || refused < 0) {
      throw new IOException(
          "%d transitions, %d updates, %d refused found".formatted(observed, updates, refused));
    }
    generator.reset(in.readLong());
    learning.read(in);
    if (arms != null) {
      arms.read(in);
    }
    memory.restore(in, chunks);
    exploring.become(updates);
  }

  @Override
  public void close() {
    learning.close();
  }
}
