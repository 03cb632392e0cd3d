package io.thalweg.jobs.train;

/**
 * How far an agent has come.
 *
 * @param steps taken in all environments together
 * @param seconds of training, evaluations left out
 * @param episodes ended
 * @param meanReturn of the newest episodes, as the agent explored; NaN before the first
 * @param greedyMeanReturn of the evaluation at this point
 * @param epsilon share of actions drawn at random; NaN where the policy itself is random
 * @param version updates learned
 * @param refused updates that would have diverged
 */
public record Point(
    long steps,
    double seconds,
    long episodes,
    double meanReturn,
    double greedyMeanReturn,
    double epsilon,
    long version,
    long refused) {
  public double stepsPerSecond() {
    return seconds > 0 ? steps / seconds : Double.NaN;
  }
}
