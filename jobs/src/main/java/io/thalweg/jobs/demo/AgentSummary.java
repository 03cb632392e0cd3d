package io.thalweg.jobs.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.jobs.host.HostFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

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

  /** One JSON object; figures that do not exist are null. */
  private String json() throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("environment_steps", host.steps());
    fields.put("environment_steps_per_second", finite(host.stepsPerSecond()));
    fields.put("seconds", finite(host.seconds()));
    fields.put("seconds_to_first_action", finite(secondsToFirstAction));
    fields.put("episodes", host.episodes());
    fields.put("mean_return", finite(host.meanReturn()));
    fields.put("greedy_mean_return", finite(greedyMeanReturn));
    fields.put("greedy_episodes", greedyEpisodes);
    fields.put("transitions_learned", progress.transitions());
    fields.put("updates_refused", progress.refused());
    fields.put("round_trip_p50_ms", finite(host.roundTripP50Millis()));
    fields.put("round_trip_p99_ms", finite(host.roundTripP99Millis()));
    fields.put("policy_age_p50_ms", finite(ageP50Millis));
    fields.put("policy_age_p99_ms", finite(ageP99Millis));
    fields.put("observations_resent", host.resent());
    fields.put("policy_version", policyVersion);
    fields.put("policy_checksum", policyChecksum);
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(fields)
        + "\n";
  }

  void write(Path file) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    Files.writeString(file, json());
  }

  private static Double finite(double figure) {
    return Double.isFinite(figure) ? figure : null;
  }
}
