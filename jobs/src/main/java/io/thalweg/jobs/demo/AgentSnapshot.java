package io.thalweg.jobs.demo;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.jobs.host.HostFigures;
import java.util.Optional;

/**
 * What is known of an agent's run at one moment.
 *
 * @param job name of the job
 * @param total steps that are to be taken
 * @param stepsPerSecond over the last few seconds
 * @param ageP50Millis from a version published to the first action by it; NaN before the first
 * @param greedy mean return of the newest evaluation; NaN before the first
 * @param greedyVersion that it was of
 */
record AgentSnapshot(
    String job,
    long total,
    double seconds,
    double stepsPerSecond,
    HostFigures host,
    Optional<AgentProgress> progress,
    double ageP50Millis,
    double ageP99Millis,
    double greedy,
    long greedyVersion,
    Places places) {

  double share() {
    return total == 0 ? 1 : Math.min(1, (double) host.steps() / total);
  }
}
