package io.thalweg.jobs.cluster;

import java.util.Map;

/**
 * What a local cluster shall be.
 *
 * @param taskManagers processes that run tasks, 1 to 64
 * @param slots of each task manager, 1 to 64
 * @param dashboardPort of the Flink dashboard and REST interface; 0: any free one
 * @param brokerPort of the Kafka broker; 0: any free one
 * @param flink further Flink options, which win over those written by default
 */
public record ClusterOptions(
    int taskManagers, int slots, int dashboardPort, int brokerPort, Map<String, String> flink) {
  public static final int DEFAULT_DASHBOARD_PORT = 8081;
  public static final int DEFAULT_BROKER_PORT = 9092;

  public ClusterOptions {
    requireRange("--taskmanagers", taskManagers, 1, 64);
    requireRange("--slots", slots, 1, 64);
    requireRange("--port", dashboardPort, 0, 65_535);
    requireRange("--broker-port", brokerPort, 0, 65_535);
    flink = Map.copyOf(flink);
  }

  private static void requireRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ClusterException(
          "%s: %d found, a number from %d to %d expected".formatted(option, value, least, most));
    }
  }
}
