package io.thalweg.jobs.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.apache.flink.util.PortRange;
import org.junit.jupiter.api.Test;

class LoopbackReporterTest {
  private static final int MILLIS = 500;

  @Test
  void metrics_are_at_loopback_and_at_no_other_address() throws Exception {
    LoopbackReporter reporter = new LoopbackReporter(new PortRange(freePort()));
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + reporter.port() + "/metrics"))
              .build();
      assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()))
          .matches(answer -> answer.statusCode() == 200);
      for (InetAddress address : others()) {
        assertThat(answers(address, reporter.port())).as(address.toString()).isFalse();
      }
    } finally {
      reporter.close();
    }
  }

  @Test
  void a_port_in_use_is_passed_over_and_a_range_in_use_is_named() throws Exception {
    LoopbackReporter first = new LoopbackReporter(new PortRange(freePort()));
    try {
      int port = first.port();
      LoopbackReporter second = new LoopbackReporter(new PortRange(port + "-" + (port + 50)));
      assertThat(second.port()).isGreaterThan(port);
      second.close();
      assertThatThrownBy(() -> new LoopbackReporter(new PortRange(port)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ports " + port + " found in use");
    } finally {
      first.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static List<InetAddress> others() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress())
        .toList();
  }

  private static boolean answers(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), MILLIS);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }
}
