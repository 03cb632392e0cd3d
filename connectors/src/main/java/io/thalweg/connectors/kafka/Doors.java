package io.thalweg.connectors.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.common.config.ConfigException;

/**
 * Whether anybody listens where brokers should be: a client asks for many seconds until it says so.
 */
final class Doors {
  static final String REMEDY =
      "start a broker there (./thalweg run JOB.yaml brings one along, ./thalweg cluster start another),"
          + " or name another with --brokers or bootstrap.servers";

  private static final int PATIENCE_MILLIS = 2_000;

  private Doors() {}

  /**
   * Knocks at each address until one opens; at none that a placeholder stands for.
   *
   * @param bootstrapServers {@code host:port}, separated by commas
   * @throws KafkaAccessException if none does
   */
  static void requireOneOpen(String bootstrapServers) {
    if (Placeholders.in(bootstrapServers)) {
      return; // the client alone knows what it stands for
    }
    if (addresses(bootstrapServers).stream().noneMatch(Doors::opens)) {
      throw new KafkaAccessException(
          "no broker answers at " + bootstrapServers + ": " + REMEDY, null);
    }
  }

  private static List<InetSocketAddress> addresses(String bootstrapServers) {
    try {
      return ClientUtils.parseAndValidateAddresses(
          List.of(bootstrapServers.split("\\s*,\\s*")), "use_all_dns_ips");
    } catch (ConfigException e) {
      throw new KafkaAccessException(
          "bootstrap.servers: '%s' found, HOST:PORT of brokers that can be resolved expected (%s)"
              .formatted(bootstrapServers, e.getMessage()),
          e);
    }
  }

  /** Whether any address of the host does: a client tries them all. */
  private static boolean opens(InetSocketAddress broker) {
    try {
      return Arrays.stream(InetAddress.getAllByName(broker.getHostString()))
          .anyMatch(address -> opens(address, broker.getPort()));
    } catch (UnknownHostException gone) {
      return false;
    }
  }

  private static boolean opens(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }
}
