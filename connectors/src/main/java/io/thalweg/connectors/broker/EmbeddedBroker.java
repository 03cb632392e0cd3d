package io.thalweg.connectors.broker;

import static io.thalweg.connectors.broker.BrokerProperties.LOOPBACK;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker, its own controller (KRaft), in this process, on the loopback interface
 * unless a host is named.
 *
 * <p>Started again on the same folder, it has its topics, offsets and transactions back, also after
 * the process was killed. Topics are never created by being named, and no record is dropped by age.
 * Takes about 100 MB of memory. One folder serves one broker at a time.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private final KafkaRaftServer server;
  private final Path folder;
  private final boolean temporary;
  private final String host;
  private final int port;
  private boolean closed;

  private EmbeddedBroker(
      KafkaRaftServer server, Path folder, boolean temporary, String host, int port) {
    this.server = server;
    this.folder = folder;
    this.temporary = temporary;
    this.host = host;
    this.port = port;
  }

  /** On a free port, in a temporary folder that {@link #close} deletes. */
  public static EmbeddedBroker start() {
    try {
      return start(Files.createTempDirectory("thalweg-broker-"), true, LOOPBACK, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot create a temporary folder for the broker in "
              + System.getProperty("java.io.tmpdir")
              + ": name another with -Djava.io.tmpdir=FOLDER",
          e);
    }
  }

  /**
   * Keeps its data.
   *
   * @param folder made if absent
   * @param port 0: a free one
   * @throws IllegalStateException where the port or the folder is in use, with the remedy
   */
  public static EmbeddedBroker start(Path folder, int port) {
    return start(folder, LOOPBACK, port);
  }

  /**
   * Keeps its data and, where a host other than 127.0.0.1 is named, lets everybody in who reaches
   * this machine: without encryption, without password.
   *
   * @param host by which clients find it
   * @param port 0: a free one
   */
  public static EmbeddedBroker start(Path folder, String host, int port) {
    return start(folder.toAbsolutePath(), false, host, port);
  }

  private static EmbeddedBroker start(Path folder, boolean temporary, String host, int wantedPort) {
    int[] ports = freePorts(wantedPort);
    KafkaRaftServer server = null;
    try {
      Map<String, String> properties = BrokerFolder.prepare(folder, host, ports[0], ports[1]);
      server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, folder, temporary, host, ports[0]);
    } catch (Exception e) {
      if (server != null) {
        server.shutdown();
      }
      if (temporary) {
        delete(folder);
      }
      throw new IllegalStateException(
          "the embedded broker cannot start in "
              + folder
              + " on port "
              + ports[0]
              + " ("
              + e.getMessage()
              + "): stop what else uses that folder, or name another",
          e);
    }
  }

  /** For clients' {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return host + ":" + port;
  }

  public int port() {
    return port;
  }

  public Path folder() {
    return folder;
  }

  /** Stops in order; takes about a second. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.shutdown();
    server.awaitShutdown();
    if (temporary) {
      delete(folder);
    }
  }

  /** The broker's port and the controller's; both are held until both are known, so they differ. */
  private static int[] freePorts(int wantedPort) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket broker = new ServerSocket(wantedPort, 1, loopback);
        ServerSocket controller = new ServerSocket(0, 1, loopback)) {
      return new int[] {broker.getLocalPort(), controller.getLocalPort()};
    } catch (IOException e) {
      throw new IllegalStateException(
          "the embedded broker cannot listen on "
              + LOOPBACK
              + ":"
              + wantedPort
              + " ("
              + e.getMessage()
              + "): stop what listens there, or give another port (0 takes a free one)",
          e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> childrenFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : childrenFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the broker's temporary folder " + folder, e);
    }
  }
}
