package io.thalweg.jobs.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.jobs.prometheus.LoopbackReporterFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster in a folder is made of, as it was started; kept in {@code cluster.json} so that
 * later commands find it, and nobody but its owner: options may be passwords.
 *
 * @param rpcPort where task managers find the job manager
 * @param controllerPort where the broker's KRaft controller listens
 * @param zooKeeperPort where ZooKeeper listens; 0: there is none
 * @param metricsPorts where Prometheus finds metrics: the job manager's, then each task manager's
 */
record ClusterLayout(
    int taskManagers,
    int slots,
    int dashboardPort,
    int rpcPort,
    int brokerPort,
    int controllerPort,
    int zooKeeperPort,
    List<Integer> metricsPorts,
    Map<String, String> flink) {
  private static final String FILE = "cluster.json";

  ClusterLayout {
    // Clusters of an earlier Thalweg said nothing of them.
    metricsPorts = metricsPorts == null ? List.of() : List.copyOf(metricsPorts);
    flink = Map.copyOf(flink);
  }

  ClusterLayout withTaskManagers(int count) {
    try (Ports ports = new Ports()) {
      return new ClusterLayout(
          count,
          slots,
          dashboardPort,
          rpcPort,
          brokerPort,
          controllerPort,
          zooKeeperPort,
          metricsPorts(ports, metricsPorts, count),
          flink);
    }
  }

  /** Each process keeps its own, so that it is the same target when it comes back. */
  private static List<Integer> metricsPorts(Ports ports, List<Integer> known, int taskManagers) {
    List<Integer> all = new ArrayList<>(known);
    while (all.size() < 1 + taskManagers) {
      int first = all.isEmpty() ? LoopbackReporterFactory.PORT : all.get(all.size() - 1) + 1;
      all.add(ports.takeFrom(first, "metrics"));
    }
    return all;
  }

  boolean highlyAvailable() {
    return zooKeeperPort != 0;
  }

  /** Ports that are still to be chosen are chosen, and all of them are checked to be free. */
  static ClusterLayout choose(ClusterOptions options) {
    try (Ports ports = new Ports()) {
      int dashboard = options.dashboardPort().orElse(ClusterOptions.DASHBOARD_PORT);
      int broker = options.brokerPort().orElse(ClusterOptions.BROKER_PORT);
      int taskManagers = options.taskManagers().orElse(ClusterOptions.TASK_MANAGERS);
      return new ClusterLayout(
          taskManagers,
          options.slots().orElse(ClusterOptions.SLOTS),
          ports.take(dashboard, "Flink dashboard", "--port"),
          ports.take(0, "job manager", "--port"),
          ports.take(broker, "Kafka broker", "--broker-port"),
          ports.take(0, "Kafka controller", "--broker-port"),
          options.highAvailability() ? ports.take(0, "ZooKeeper", "--ha") : 0,
          metricsPorts(ports, List.of(), taskManagers),
          options.flink());
    }
  }

  static Optional<ClusterLayout> read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ObjectMapper().readValue(file.toFile(), ClusterLayout.class));
    } catch (IOException e) {
      throw new ClusterException(
          file + " is not what 'cluster start' wrote: name another folder with --dir", e);
    }
  }

  void write(Path folder) {
    try {
      Files.createDirectories(folder);
      OwnersFile.write(
          folder.resolve(FILE),
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
