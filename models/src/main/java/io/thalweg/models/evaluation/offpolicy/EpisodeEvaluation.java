package io.thalweg.models.evaluation.offpolicy;

/**
 * What a policy would have earned per episode, where another one decided: per-decision importance
 * sampling (Precup, Sutton and Singh, "Eligibility traces for off-policy policy evaluation", 2000).
 * The t-th reward counts γᵗ times the product of the weights of all decisions up to it. Weights of
 * long episodes are wild: look at the interval. Not thread-safe.
 */
public final class EpisodeEvaluation {
  private final double discount;
  private final Moments logging = new Moments();
  private final Moments weighted = new Moments();
  private double weight = 1;
  private double power = 1;
  private double earned;
  private double estimated;
  private long steps;

  /**
   * @param discount γ of a step, in [0, 1]
   */
  public EpisodeEvaluation(double discount) {
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException("discount " + discount + " found, 0 to 1 expected");
    }
    this.discount = discount;
  }

  /** Takes the next decision of the episode on. */
  public void add(Decided decided) {
    weight *= decided.weight();
    earned += power * decided.reward();
    estimated += power * weight * decided.reward();
    power *= discount;
    steps++;
  }

  /** The episode has ended; one without a decision does not count. */
  public void end() {
    if (steps > 0) {
      logging.add(earned);
      weighted.add(estimated);
    }
    weight = 1;
    power = 1;
    earned = 0;
    estimated = 0;
    steps = 0;
  }

  /** Episodes that have ended. */
  public long episodes() {
    return logging.count();
  }

  /** What the policy that decided has earned. */
  public Estimate logging() {
    return logging.estimate();
  }

  /** What the other one would have. */
  public Estimate perDecision() {
    return weighted.estimate();
  }
}
