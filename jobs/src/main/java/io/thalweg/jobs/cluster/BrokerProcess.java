package io.thalweg.jobs.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker that is its own controller, on loopback without encryption: for trials and
 * tests. Its data are in the cluster's folder and outlive it.
 */
final class BrokerProcess {
  private static final int NODE = 1;
  private static final String CONTROLLER = "CONTROLLER";

  private final Path folder;
  private final ClusterLayout layout;

  BrokerProcess(Path folder, ClusterLayout layout) {
    this.folder = folder;
    this.layout = layout;
  }

  String address() {
    return "127.0.0.1:" + layout.brokerPort();
  }

  void start(ManagedProcess process, List<Path> libraries) {
    Path file = folder.resolve("conf/server.properties");
    Properties properties = new Properties();
    properties.putAll(properties());
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new ClusterException("cannot write " + file + ": " + e, e);
    }
    format();
    process.start(
        List.of("-Xms128m", "-Xmx256m", "-cp", FlinkHome.joined(libraries)),
        List.of("kafka.Kafka", file.toString()),
        Map.of());
  }

  /** Whether it answers as a broker, not only as a port. */
  boolean answers() {
    if (!listens()) {
      return false;
    }
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
    try (Admin admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), layout.brokerPort()), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void format() {
    try {
      Files.createDirectories(data());
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
          .setClusterId(clusterId())
          .setNodeId(NODE)
          .addDirectory(data().toString())
          .setMetadataLogDirectory(data().toString())
          .setControllerListenerName(CONTROLLER)
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) {
      throw new ClusterException(
          "cannot format the broker's data folder %s: %s. Name another folder with --dir"
              .formatted(data(), e),
          e);
    }
  }

  private String clusterId() throws IOException {
    Path meta = data().resolve("meta.properties");
    if (!Files.exists(meta)) {
      return Uuid.randomUuid().toString();
    }
    Properties properties = new Properties();
    try (var in = Files.newInputStream(meta)) {
      properties.load(in);
    }
    return properties.getProperty("cluster.id");
  }

  private Path data() {
    return folder.resolve("kafka");
  }

  private Map<String, String> properties() {
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE)),
        Map.entry("controller.quorum.voters", NODE + "@127.0.0.1:" + layout.controllerPort()),
        Map.entry(
            "listeners",
            "PLAINTEXT://%s,%s://127.0.0.1:%d"
                .formatted(address(), CONTROLLER, layout.controllerPort())),
        Map.entry("advertised.listeners", "PLAINTEXT://" + address()),
        Map.entry("controller.listener.names", CONTROLLER),
        Map.entry("inter.broker.listener.name", "PLAINTEXT"),
        Map.entry(
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT"),
        Map.entry("log.dirs", data().toString()),
        Map.entry("default.replication.factor", "1"),
        Map.entry("min.insync.replicas", "1"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "4"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "4"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("log.cleaner.dedupe.buffer.size", "16777216"));
  }
}
