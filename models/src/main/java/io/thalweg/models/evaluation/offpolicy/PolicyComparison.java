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
 * <p>Standard errors take episodes, not steps, as independent. Not thread-safe.
 */
public final class PolicyComparison {
  /** Longer episodes count in parts, lest one that never ends never counts. */
  private static final int LONGEST = 10_000;

  private final double discount;
  private final Map<Integer, ComparedEpisode> open = new TreeMap<>();
  private final Moments logging = new Moments();
  private final Moments candidate = new Moments();
  private final Moments serving = new Moments();
  private final Moments improvement = new Moments();
  private double returns;
  private double steps;

  /**
   * @param discount γ of a step, in [0, 1]; 0 where an action has no other consequence than its
   *     reward
   */
  public PolicyComparison(double discount) {
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException("discount " + discount + " found, 0 to 1 expected");
    }
    this.discount = discount;
  }

  /** An environment begins an episode; one that it was in the midst of does not count. */
  public void begin(int environment) {
    open.put(environment, new ComparedEpisode());
  }

  /** Steps of an environment are lost: its episode does not count. */
  public void interrupt(int environment) {
    open.remove(environment);
  }

  /** Takes the next step of an environment on; nothing, if its episode's beginning was not seen. */
  public void add(int environment, Compared step) {
    ComparedEpisode episode = open.get(environment);
    if (episode == null) {
      return;
    }
    episode.add(step, discount, steps == 0 ? 0 : returns / steps);
    if (episode.steps() >= LONGEST) {
      end(environment);
      begin(environment);
    }
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
  }
}
