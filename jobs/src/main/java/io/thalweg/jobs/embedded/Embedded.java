package io.thalweg.jobs.embedded;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.models.network.Networks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Flink and, where none is given, a broker, started side by side in one folder. */
public final class Embedded implements AutoCloseable {
  private static final String BROKER = "broker";

  private final EmbeddedFlink flink;
  private final Optional<EmbeddedBroker> broker;
  private final Optional<Path> temporaryFolder;

  /**
   * Where to begin.
   *
   * @param folder for topics, checkpoints and savepoints; none: a temporary one, deleted at the end
   * @param ownBroker whether to start a broker
   * @param brokerPort port of the broker; another free one if it is taken
   * @param dashboardPort port of the dashboard; the next free one if it is taken
   * @param slots highest parallelism
   */
  public record Settings(
      Optional<Path> folder, boolean ownBroker, int brokerPort, int dashboardPort, int slots) {
    public static final int BROKER_PORT = 9092;
    public static final int DASHBOARD_PORT = 8081;
  }

  private Embedded(
      EmbeddedFlink flink, Optional<EmbeddedBroker> broker, Optional<Path> temporaryFolder) {
    this.flink = flink;
    this.broker = broker;
    this.temporaryFolder = temporaryFolder;
  }

  /**
   * Starts both; ready when both are.
   *
   * @throws io.thalweg.models.devices.UnservedDeviceException if networks could not compute here
   */
  public static Embedded start(Settings settings) throws Exception {
    Networks.requireServed();
    Optional<Path> temporary =
        settings.folder().isPresent()
            ? Optional.empty()
            : Optional.of(Files.createTempDirectory("thalweg-"));
    Path folder = Files.createDirectories(settings.folder().or(() -> temporary).orElseThrow());
    CompletableFuture<Optional<EmbeddedBroker>> broker =
        settings.ownBroker()
            ? CompletableFuture.supplyAsync(
                () -> Optional.of(broker(folder, settings.brokerPort())), Embedded::inThread)
            : CompletableFuture.completedFuture(Optional.empty());
    try {
      EmbeddedFlink flink = EmbeddedFlink.start(folder, settings.slots(), settings.dashboardPort());
      try {
        return new Embedded(flink, broker.join(), temporary);
      } catch (CompletionException e) {
        flink.close();
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    } catch (Exception e) {
      broker.exceptionally(failed -> Optional.empty()).join().ifPresent(EmbeddedBroker::close);
      temporary.ifPresent(Embedded::delete);
      throw e;
    }
  }

  /** Whether a broker was ever started in that folder. */
  public static boolean isUsed(Path folder) {
    return Files.exists(folder.resolve(BROKER));
  }

  private static void inThread(Runnable task) {
    Thread thread = new Thread(task, "broker start");
    thread.setDaemon(true);
    thread.start();
  }

  private static EmbeddedBroker broker(Path folder, int port) {
    return EmbeddedBroker.start(folder.resolve(BROKER), isFree(port) ? port : 0);
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  public EmbeddedFlink flink() {
    return flink;
  }

  /** Empty where the settings said that there is one elsewhere. */
  public Optional<EmbeddedBroker> broker() {
    return broker;
  }

  /** Flink first: its tasks still talk to the broker while they end. */
  @Override
  public void close() {
    try {
      flink.close();
    } finally {
      try {
        broker.ifPresent(EmbeddedBroker::close);
      } finally {
        temporaryFolder.ifPresent(Embedded::delete);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> childrenFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : childrenFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the temporary folder " + folder, e);
    }
  }
}
