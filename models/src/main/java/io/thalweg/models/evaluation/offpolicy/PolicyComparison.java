package io.thalweg.models.evaluation.offpolicy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a candidate would earn more than the policy that serves, from episodes in which either,
 * or others, chose and logged the probabilities of what they chose.
 *
 * <p>For each policy π, its advantage over those that chose, summed over an episode's steps: L(π) −
 * η = Σ_t Σ_a π(a|s_t) A(s_t, a) (Kakade and Langford, "Approximately optimal approximate
 * reinforcement learning", 2002; Schulman et al., "Trust region policy optimization", 2015,
 * equation 3). The states are those that were seen, so it is exact where an action has no other
 * consequence than its reward, and right to first order elsewhere; products of weights over whole
 * episodes, after which nothing could be told of long ones, do not occur.
 *
 * <p>A step's advantage is estimated doubly robustly (Dudík, Langford and Li, "Doubly robust policy
 * evaluation and learning", 2011, equation 1), with the return G_t that was seen, the weight w =
 * π(a_t|s_t) / logged probability, and a model q of returns: Σ_a π(a) q(a) − q(a_t) + (w − 1)(G_t −
 * q(a_t)). Without a model, q is the mean return of the steps of earlier episodes. G_t need not be
 * waited for: Σ_t (w_t − 1) G_t = Σ_k r_k e_k with the trace e_k = γ e_{k−1} + w_k − 1, so an
 * environment takes constant memory.
 *
 * <p>Which episodes count is decided by their beginnings: the first so many of all, however long
 * they last. Those that end first would be the short ones, and how short an episode is says how
 * good it was. Standard errors take episodes, not steps, as independent. Not thread-safe.
 */
public final class PolicyComparison {
  /**
   * Longer episodes count in parts, lest one that never ends never counts; and who shows no
   * beginning for so long is in one that counts from there.
   */
  private static final int LONGEST = 10_000;

  /** Steps of every other environment after which one that takes none is no longer waited for. */
  private static final long SILENT = 1_000;

  private final double discount;
  private final int wanted;
  private final Map<Integer, ComparedEpisode> open = new TreeMap<>();
  private final Map<Integer, Integer> withoutBeginning = new TreeMap<>();
  private final Moments logging = new Moments();
  private final Moments candidate = new Moments();
  private final Moments serving = new Moments();
  private final Moments improvement = new Moments();
  private double returns;
  private double steps;
  private long taken;
  private int begun;
  private int environments;

  /**
   * @param discount γ of a step, in [0, 1]; 0 where an action has no other consequence than its
   *     reward
   * @param wanted episodes, in the order in which they begin
   */
  public PolicyComparison(double discount, int wanted) {
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException("discount " + discount + " found, 0 to 1 expected");
    }
    this.discount = discount;
    this.wanted = wanted;
  }

  /**
   * An environment begins an episode; one that it was in the midst of does not count.
   *
   * @param environment its number, from 0
   */
  public void begin(int environment) {
    open.remove(environment);
    withoutBeginning.remove(environment);
    if (begun < wanted) {
      begun++;
      open.put(environment, new ComparedEpisode());
    }
  }

  /** Steps of an environment are lost: its episode does not count. */
  public void interrupt(int environment) {
    open.remove(environment);
    withoutBeginning.remove(environment);
  }

  /** Takes the next step of an environment on. */
  public void add(int environment, Compared step) {
    taken++;
    environments = Math.max(environments, environment + 1);
    ComparedEpisode episode = open.get(environment);
    if (episode == null) {
      awaitBeginning(environment);
      return;
    }
    episode.add(step, discount, steps == 0 ? 0 : returns / steps, taken);
    if (episode.steps() >= LONGEST) {
      end(environment);
      begin(environment);
    }
  }

  private void awaitBeginning(int environment) {
    if (begun < wanted && withoutBeginning.merge(environment, 1, Integer::sum) >= LONGEST) {
      begin(environment);
    }
  }

  /** Whether all that are to count have begun, and have ended or are lost. */
  public boolean complete() {
    open.values().removeIf(episode -> taken - episode.newest() > SILENT * environments);
    return begun >= wanted && open.isEmpty();
  }

  /** An environment's episode has ended; it counts if a probability is known in it. */
  public void end(int environment) {
    ComparedEpisode episode = open.remove(environment);
    if (episode == null || !episode.tells()) {
      return;
    }
    logging.add(episode.earned());
    candidate.add(episode.earned() + episode.candidate());
    serving.add(episode.earned() + episode.serving());
    improvement.add(episode.candidate() - episode.serving());
    returns += episode.returns();
    steps += episode.steps();
  }

  /** Episodes that count. */
  public long episodes() {
    return logging.count();
  }

  /** What those that chose have earned per episode, undiscounted. */
  public Estimate logging() {
    return logging.estimate();
  }

  /** What the candidate would have. */
  public Estimate candidate() {
    return candidate.estimate();
  }

  /** What the policy that serves would have. */
  public Estimate serving() {
    return serving.estimate();
  }

  /** By how much the candidate is better, per episode: known better than either by itself. */
  public Estimate improvement() {
    return improvement.estimate();
  }

  /** Writes all of it. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(open.size());
    for (Map.Entry<Integer, ComparedEpisode> episode : open.entrySet()) {
      out.writeInt(episode.getKey());
      episode.getValue().write(out);
    }
    logging.write(out);
    candidate.write(out);
    serving.write(out);
    improvement.write(out);
    out.writeDouble(returns);
    out.writeDouble(steps);
    out.writeLong(taken);
    out.writeInt(begun);
    out.writeInt(environments);
    out.writeInt(withoutBeginning.size());
    for (Map.Entry<Integer, Integer> environment : withoutBeginning.entrySet()) {
      out.writeInt(environment.getKey());
      out.writeInt(environment.getValue());
    }
  }

  /** Becomes what was written. */
  public void read(DataInput in) throws IOException {
    open.clear();
    for (int n = in.readInt(); n > 0; n--) {
      open.put(in.readInt(), ComparedEpisode.read(in));
    }
    logging.read(in);
    candidate.read(in);
    serving.read(in);
    improvement.read(in);
    returns = in.readDouble();
    steps = in.readDouble();
    taken = in.readLong();
    begun = in.readInt();
    environments = in.readInt();
    withoutBeginning.clear();
    for (int n = in.readInt(); n > 0; n--) {
      withoutBeginning.put(in.readInt(), in.readInt());
    }
  }
}
