package io.thalweg.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Ports of the loopback interface, held until closed so that no two of them are the same. */
final class Ports implements AutoCloseable {
  private static final int CONNECT_MILLIS = 500;
  private static final int TO_TRY = 100;

  private final List<ServerSocket> held = new ArrayList<>();

  /**
   * @param port 0: any free one
   * @throws ClusterException if another process listens there
   */
  int take(int port, String purpose, String option) {
    try {
      ServerSocket socket = new ServerSocket();
      held.add(socket);
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ClusterException(
          "port %d, wanted for the %s, is in use: stop what listens there or choose another with %s (0: any free one)"
              .formatted(port, purpose, option),
          e);
    }
  }

  /**
   * The first free one from a port on.
   *
   * @throws ClusterException if a hundred are in use
   */
  int takeFrom(int first, String purpose) {
    Optional<ServerSocket> found =
        IntStream.range(first, Math.min(first + TO_TRY, 1 << 16))
            .mapToObj(Ports::bound)
            .flatMap(Optional::stream)
            .findFirst();
    found.ifPresent(held::add);
    return found
        .map(ServerSocket::getLocalPort)
        .orElseThrow(
            () ->
                new ClusterException(
                    "ports %d to %d, wanted for %s, are all in use: stop what listens there"
                        .formatted(first, first + TO_TRY - 1, purpose)));
  }

  private static Optional<ServerSocket> bound(int port) {
    try {
      return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (IOException taken) {
      return Optional.empty();
    }
  }

  /** Whether a process listens on a port of the loopback interface. */
  static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    for (ServerSocket socket : held) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
