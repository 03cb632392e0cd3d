package io.thalweg.jobs.prometheus;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import org.apache.flink.metrics.prometheus.AbstractPrometheusReporter;
import org.apache.flink.util.PortRange;

/**
 * Flink's reporter for Prometheus, with Flink's names and labels, on the loopback interface only.
 * Flink's own listens on all interfaces, and has no option for less.
 */
final class LoopbackReporter extends AbstractPrometheusReporter {
  private final HTTPServer server;

  /**
   * Listens from now on.
   *
   * @param ports of which it takes the first free one
   * @throws IllegalStateException if there is none
   */
  LoopbackReporter(PortRange ports) {
    CollectorRegistry registry = registry(this);
    HTTPServer found = null;
    IOException last = null;
    for (Iterator<Integer> each = ports.getPortsIterator(); found == null && each.hasNext(); ) {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), each.next());
      try {
        found = new HTTPServer(address, registry, true);
      } catch (IOException taken) {
        last = taken;
      }
    }
    if (found == null) {
      throw new IllegalStateException(
          "metrics for Prometheus: ports %s found in use, one free expected; another range: metrics.reporter.prometheus.port"
              .formatted(ports),
          last);
    }
    server = found;
    log.info("Metrics for Prometheus are at port {} of the loopback interface", server.getPort());
  }

  /** Flink keeps it to its package. */
  private static CollectorRegistry registry(AbstractPrometheusReporter reporter) {
    try {
      Field field = AbstractPrometheusReporter.class.getDeclaredField("registry");
      field.setAccessible(true);
      return (CollectorRegistry) field.get(reporter);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "no field 'registry' found in Flink's AbstractPrometheusReporter: expected as in Flink 2.3",
          e);
    }
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.stop();
    super.close();
  }
}
