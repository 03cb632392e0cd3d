package io.thalweg.jobs.prometheus;

import java.util.Map;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Flink's options for a reporter that Prometheus reads. */
public final class PrometheusOptions {
  /** Where a process has its metrics: a port, or a range of which it takes the first free one. */
  public static final String PORT = "metrics.reporter.prometheus.port";

  private PrometheusOptions() {}

  /** Jobs and operators by their own names, not with {@code _} for what is no letter or digit. */
  public static Map<String, String> of(Class<? extends MetricReporterFactory> factory) {
    return Map.of(
        "metrics.reporters", "prometheus",
        "metrics.reporter.prometheus.factory.class", factory.getName(),
        "metrics.reporter.prometheus.filterLabelValueCharacters", "false");
  }
}
