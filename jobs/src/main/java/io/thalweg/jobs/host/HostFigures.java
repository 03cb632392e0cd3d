package io.thalweg.jobs.host;

/**
 * What a host has seen so far.
 *
 * @param steps of all environments
 * @param seconds since it began
 * @param meanReturn of the newest 100 episodes; NaN before the first
 * @param roundTripP50Millis from an observation sent to its answer read; NaN before the first
 * @param policyVersion the newest that has answered
 * @param resent observations that were sent again for want of an answer
 * @param ignored answers to something that was not asked, or no more
 */
public record HostFigures(
    long steps,
    double seconds,
    long episodes,
    double meanReturn,
    double roundTripP50Millis,
    double roundTripP99Millis,
    long policyVersion,
    long resent,
    long ignored) {
  public double stepsPerSecond() {
    return seconds > 0 ? steps / seconds : 0;
  }
}
