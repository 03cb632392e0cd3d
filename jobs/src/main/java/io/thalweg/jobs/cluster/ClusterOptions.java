package io.thalweg.jobs.cluster;

import java.util.Map;
import java.util.Optional;

/**
 * What a local cluster shall be; what is left open is as the running cluster has it, or else the
 * default.
 *
 * @param taskManagers processes that run tasks, 1 to 64; default 1
 * @param slots of each task manager, 1 to 64; default 2
 * @param dashboardPort of the Flink dashboard and REST interface; 0: any free one; default 8081
 * @param brokerPort of the Kafka broker; 0: any free one; default 9092
 * @param highAvailability whether a job manager that comes back finds its jobs again, by ZooKeeper
 * @param flink further Flink options, which win over those written by default
 */
public record ClusterOptions(
    Optional<Integer> taskManagers,
    Optional<Integer> slots,
    Optional<Integer> dashboardPort,
    Optional<Integer> brokerPort,
    boolean highAvailability,
    Map<String, String> flink) {
  static final int TASK_MANAGERS = 1;
  static final int SLOTS = 2;
  static final int DASHBOARD_PORT = 8081;
  static final int BROKER_PORT = 9092;

  public ClusterOptions {
    requireRange("--taskmanagers", taskManagers, 1, 64);
    requireRange("--slots", slots, 1, 64);
    requireRange("--port", dashboardPort, 0, 65_535);
    requireRange("--broker-port", brokerPort, 0, 65_535);
    flink = Map.copyOf(flink);
  }

  /** Of some size, on any free ports. */
  public static ClusterOptions onFreePorts(int taskManagers, int slots) {
    return new ClusterOptions(
        Optional.of(taskManagers),
        Optional.of(slots),
        Optional.of(0),
        Optional.of(0),
        false,
        Map.of());
  }

  /** The same with the broker at that port. */
  ClusterOptions withBrokerPort(int port) {
    return new ClusterOptions(
        taskManagers, slots, dashboardPort, Optional.of(port), highAvailability, flink);
  }

  /** The same with a ZooKeeper. */
  public ClusterOptions withHighAvailability() {
    return new ClusterOptions(taskManagers, slots, dashboardPort, brokerPort, true, flink);
  }

  private static void requireRange(String option, Optional<Integer> value, int least, int most) {
    if (value.filter(v -> v < least || v > most).isPresent()) {
      throw new ClusterException(
          "%s: %d found, a number from %d to %d expected"
              .formatted(option, value.get(), least, most));
    }
  }
}
