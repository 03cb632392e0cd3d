package io.thalweg.jobs.cluster;

import io.thalweg.connectors.broker.BrokerFolder;
import java.io.OutputStream;
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

/**
 * One Kafka broker that is its own controller, on loopback without encryption: for trials and
 * tests. Its data are in the cluster's folder and outlive it.
 */
final class BrokerProcess {
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
    Path data = folder.resolve("kafka");
    Path file = folder.resolve("conf/server.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      Properties properties = new Properties();
      properties.putAll(BrokerFolder.prepare(data, layout.brokerPort(), layout.controllerPort()));
      properties.store(out, null);
    } catch (Exception e) {
      throw new ClusterException(
          "cannot prepare the broker's folder %s: %s. Name another folder with --dir"
              .formatted(data, e),
          e);
    }
    process.start(
        List.of("-Xms128m", "-Xmx256m", "-cp", FlinkHome.joined(libraries)),
        List.of("kafka.Kafka", file.toString()),
        Map.of());
  }

  /** Whether it answers as a broker, not only as a port. */
  boolean answers() {
    if (!Ports.listens(layout.brokerPort())) {
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
}
