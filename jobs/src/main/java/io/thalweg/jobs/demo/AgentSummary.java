package io.thalweg.jobs.demo;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.json.FiguresJson;
import io.thalweg.jobs.host.HostFigures;

/**
 * Final figures of an agent's run.
 *
 * @param greedyMeanReturn of the last version
 * @param greedyEpisodes that it is the mean of
 * @param secondsToFirstAction from the start of the command to the first action taken
 * @param policyChecksum SHA-256 of the last version published, in hex
 */
record AgentSummary(
    HostFigures host,
    AgentProgress progress,
    double greedyMeanReturn,
    int greedyEpisodes,
    double secondsToFirstAction,
    double ageP50Millis,
    double ageP99Millis,
    long policyVersion,
    String policyChecksum) {

  /** Figures that do not exist are null. */
  FiguresJson json() {
    return new FiguresJson()
        .put("environment_steps", host.steps())
        .put("environment_steps_per_second", host.stepsPerSecond())
        .put("seconds", host.seconds())
        .put("seconds_to_first_action", secondsToFirstAction)
        .put("episodes", host.episodes())
        .put("mean_return", host.meanReturn())
        .put("greedy_mean_return", greedyMeanReturn)
        .put("greedy_episodes", greedyEpisodes)
        .put("transitions_learned", progress.transitions())
        .put("updates_refused", progress.refused())
        .put("round_trip_p50_ms", host.roundTripP50Millis())
        .put("round_trip_p99_ms", host.roundTripP99Millis())
        .put("policy_age_p50_ms", ageP50Millis)
        .put("policy_age_p99_ms", ageP99Millis)
        .put("observations_resent", host.resent())
        .put("policy_version", policyVersion)
        .put("policy_checksum", policyChecksum);
  }
}
