package io.thalweg.jobs.cluster;

import io.thalweg.jobs.prometheus.LoopbackReporterFactory;
import io.thalweg.jobs.prometheus.PrometheusOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;

/**
 * Flink's options for a cluster on one machine and for containers. docs/cluster.md gives the
 * reasons for the recovery settings and their measured times.
 */
final class FlinkConfiguration {
  private static final String LOOPBACK = "127.0.0.1";

  private FlinkConfiguration() {}

  static SortedMap<String, String> of(Path folder, ClusterLayout layout) {
    SortedMap<String, String> options = new TreeMap<>();
    options.putAll(addresses(layout));
    options.putAll(memory());
    options.putAll(state(folder));
    options.putAll(recovery());
    // Each process has a port of its own.
    options.putAll(PrometheusOptions.of(LoopbackReporterFactory.class));
    if (layout.highlyAvailable()) {
      options.putAll(highAvailability(folder, layout));
    }
    options.put("taskmanager.numberOfTaskSlots", Integer.toString(layout.slots()));
    options.putAll(layout.flink());
    return options;
  }

  /**
   * Of a container: state in {@code /data}, all else in {@code /tmp}, so that the rest may be read
   * only. Who may reach its ports is for whoever runs it to say.
   */
  static SortedMap<String, String> ofContainer() {
    SortedMap<String, String> options = new TreeMap<>();
    options.putAll(memory());
    options.putAll(state(Path.of("/tmp")));
    options.putAll(recovery());
    options.put("execution.checkpointing.dir", "file:///data/checkpoints");
    options.put("execution.checkpointing.savepoint-dir", "file:///data/savepoints");
    options.put("execution.state-recovery.claim-mode", "CLAIM");
    for (String name :
        List.of("jobmanager.bind-host", "rest.bind-address", "taskmanager.bind-host")) {
      options.put(name, "0.0.0.0");
    }
    options.put("jobmanager.rpc.address", "localhost");
    options.put("rest.port", "8081");
    options.put("web.submit.enable", "false");
    options.put("taskmanager.rpc.port", "6122");
    options.put("taskmanager.numberOfTaskSlots", "2");
    options.putAll(PrometheusOptions.of(PrometheusReporterFactory.class));
    options.put(PrometheusOptions.PORT, "9249");
    return options;
  }

  static Configuration parsed(Map<String, String> options) {
    return Configuration.fromMap(options);
  }

  private static Map<String, String> addresses(ClusterLayout layout) {
    return Map.of(
        "jobmanager.rpc.address", LOOPBACK,
        "jobmanager.rpc.port", Integer.toString(layout.rpcPort()),
        "jobmanager.bind-host", LOOPBACK,
        "rest.address", LOOPBACK,
        "rest.bind-address", LOOPBACK,
        "rest.port", Integer.toString(layout.dashboardPort()),
        "taskmanager.host", LOOPBACK,
        "taskmanager.bind-host", LOOPBACK);
  }

  /** 960 MB for a task manager; "task off-heap" is what ND4J has. */
  private static Map<String, String> memory() {
    return Map.ofEntries(
        Map.entry("jobmanager.memory.process.size", "768m"),
        Map.entry("taskmanager.memory.framework.heap.size", "64m"),
        Map.entry("taskmanager.memory.framework.off-heap.size", "32m"),
        Map.entry("taskmanager.memory.task.heap.size", "192m"),
        Map.entry("taskmanager.memory.task.off-heap.size", "256m"),
        Map.entry("taskmanager.memory.network.min", "32m"),
        Map.entry("taskmanager.memory.network.max", "32m"),
        Map.entry("taskmanager.memory.managed.size", "64m"),
        Map.entry("taskmanager.memory.jvm-metaspace.size", "192m"),
        Map.entry("taskmanager.memory.jvm-overhead.min", "128m"),
        Map.entry("taskmanager.memory.jvm-overhead.max", "128m"));
  }

  private static Map<String, String> state(Path folder) {
    return Map.of(
        "state.backend.type", "rocksdb",
        "execution.checkpointing.incremental", "true",
        "execution.checkpointing.interval", "10 s",
        "execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString(),
        "execution.checkpointing.savepoint-dir", folder.resolve("savepoints").toUri().toString(),
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION",
        "state.backend.rocksdb.log.dir", folder.resolve("tmp").toString(),
        "io.tmp.dirs", folder.resolve("tmp").toString(),
        "web.tmpdir", folder.resolve("tmp").toString(),
        "web.upload.dir", folder.resolve("uploads").toString());
  }

  /**
   * A session that is lost is noticed after 5 s; ZooKeeper's default ticks allow no less than 4.
   */
  private static Map<String, String> highAvailability(Path folder, ClusterLayout layout) {
    return Map.of(
        "high-availability.type", "zookeeper",
        "high-availability.storageDir", folder.resolve("ha").toUri().toString(),
        "high-availability.cluster-id", "/thalweg",
        "high-availability.jobmanager.port", Integer.toString(layout.rpcPort()),
        "high-availability.zookeeper.quorum", LOOPBACK + ":" + layout.zooKeeperPort(),
        "high-availability.zookeeper.client.session-timeout", "5 s",
        "high-availability.zookeeper.client.connection-timeout", "5 s");
  }

  static Map<String, String> recovery() {
    return Map.of(
        "jobmanager.scheduler", "adaptive",
        "heartbeat.interval", "500",
        "heartbeat.timeout", "6000",
        "cluster.registration.error-delay", "1 s",
        "restart-strategy.type", "exponential-delay",
        "restart-strategy.exponential-delay.initial-backoff", "200 ms",
        "restart-strategy.exponential-delay.max-backoff", "10 s",
        "restart-strategy.exponential-delay.reset-backoff-threshold", "10 s");
  }
}
