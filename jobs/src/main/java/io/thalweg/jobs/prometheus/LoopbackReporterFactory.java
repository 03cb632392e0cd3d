package io.thalweg.jobs.prometheus;

import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.util.PortRange;

/** What Flink makes a {@link LoopbackReporter} with; found by its name among the services. */
public final class LoopbackReporterFactory implements MetricReporterFactory {
  /** First port, that of Flink's reporter too. */
  public static final int PORT = 9249;

  /** A port, or a range of which the first free one is taken. */
  private static final String OPTION = "port";

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    String ports = properties.getProperty(OPTION, Integer.toString(PORT));
    return new LoopbackReporter(new PortRange(ports));
  }
}
