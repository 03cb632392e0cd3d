package io.thalweg.models.policies;

import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.Format;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.agents.Transition;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Learns which action has the highest reward in a context, where an action has no other
 * consequence: of a transition it reads observation, action and reward, and any stream is the same
 * to it. Each transition is learned at once; who chose the action does not matter. Contexts should
 * be of the order of 1: one whose square is beyond 10¹² times the ridge is refused.
 *
 * <p>Deterministic, and the same after a restore, bit for bit. A transition by which an arm would
 * diverge is refused and counted. Memory and time of a transition are quadratic in the inputs. Not
 * thread-safe.
 */
public final class BanditAgent implements Agent {
  private static final byte FORMAT = 1;

  private final BanditSettings settings;
  private final LinearArms arms;
  private final PlainContext context;
  private final BanditDecisions exploring;
  private long updates;
  private long refused;

  /** A bandit that has learned nothing. */
  public BanditAgent(BanditSettings settings) {
    this.settings = settings;
    arms = BanditPolicy.arms(settings);
    context = new PlainContext(settings);
    exploring =
        new BanditDecisions(
            settings.inputs(),
            settings.actions(),
            settings.seed(),
            settings.choice(),
            new LinearEstimates(new PlainContext(settings), arms));
  }

  /** Learns what an action in a context had for a reward. */
  public void learn(float[] context, int action, float reward) {
    observe(new Transition(context, action, reward, context, true, false), 0);
  }

  @Override
  public void observe(Transition transition, int stream) {
    transition
        .flaw(settings.inputs(), settings.actions())
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException(flaw);
            });
    double[] x = context.of(transition.observation(), 0);
    if (arms.learn(transition.action(), x, transition.reward())) {
      exploring.become(++updates);
    } else {
      refused++;
    }
  }

  /** Changes nothing: it keeps no transition that it has learned from. */
  @Override
  public boolean correct(Moment at, float difference, int stream) {
    return false;
  }

  /** Changes nothing: every transition stands for itself. */
  @Override
  public void interrupt(int stream) {}

  @Override
  public SortedMap<String, Double> figures() {
    return new TreeMap<>();
  }

  LinearArms arms() {
    return arms;
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
    return BanditPolicy.bytes(settings, updates, arms);
  }

  private Format format() {
    return settings.format("agent", FORMAT);
  }

  @Override
  public Map<Integer, byte[]> snapshot(DataOutput out) throws IOException {
    format().write(out);
    out.writeLong(updates);
    out.writeLong(refused);
    arms.write(out);
    return Map.of();
  }

  @Override
  public void restore(DataInput in, Collection<byte[]> chunks) throws IOException {
    format().check(in);
    updates = in.readLong();
    refused = in.readLong();
    if (updates < 0 || refused < 0) {
      throw new IOException("%d updates, %d refused found".formatted(updates, refused));
    }
    arms.read(in);
    exploring.become(updates);
  }

  @Override
  public void close() {}
}
