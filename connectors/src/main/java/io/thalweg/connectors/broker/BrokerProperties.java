package io.thalweg.connectors.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Configuration of a broker that is also its own controller, sized for a laptop. */
final class BrokerProperties {
  static final int NODE_ID = 1;
  static final String LOOPBACK = "127.0.0.1";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerProperties() {}

  /**
   * Of a broker in a folder.
   *
   * @param host by which clients find it; any but loopback: it listens on every interface
   */
  static Map<String, String> of(Path folder, String host, int port, int controllerPort) {
    Map<String, String> properties = new TreeMap<>();
    identity(properties, folder, host, port, controllerPort);
    oneReplica(properties);
    smallAndPrompt(properties);
    return properties;
  }

  private static void identity(
      Map<String, String> properties, Path folder, String host, int port, int controllerPort) {
    String listens = "PLAINTEXT://" + (host.equals(LOOPBACK) ? LOOPBACK : "") + ":" + port;
    String controller = CONTROLLER_LISTENER + "://" + LOOPBACK + ":" + controllerPort;
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(NODE_ID));
    properties.put("controller.quorum.voters", NODE_ID + "@" + LOOPBACK + ":" + controllerPort);
    properties.put("listeners", listens + "," + controller);
    properties.put("advertised.listeners", "PLAINTEXT://" + host + ":" + port);
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", folder.toString());
  }

  private static void oneReplica(Map<String, String> properties) {
    properties.put("default.replication.factor", "1");
    properties.put("min.insync.replicas", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
  }

  private static void smallAndPrompt(Map<String, String> properties) {
    properties.put("auto.create.topics.enable", "false");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("transaction.max.timeout.ms", "900000");
    // The model is a function of the log, so a log does not vanish by age.
    properties.put("log.retention.ms", "-1");
    properties.put("log.cleaner.dedupe.buffer.size", "16777216");
    properties.put("log.cleaner.backoff.ms", "2000");
    // A machine that is busy with a build starts slowly, but it does start.
    properties.put("initial.broker.registration.timeout.ms", "180000");
    // A broker that was killed takes its place again only when its last session is over: nine
    // seconds by default.
    properties.put("broker.session.timeout.ms", "6000");
    properties.put("broker.heartbeat.interval.ms", "500");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "3");
    properties.put("num.recovery.threads.per.data.dir", "2");
    properties.put("background.threads", "2");
  }
}
