package io.thalweg.jobs.metrics;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.MetricType;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * A metric of an operator and its row in {@code docs/metrics.md}; whoever registers it has
 * described it.
 *
 * @param unit what is counted or measured
 * @param meaning a sentence or two
 * @param remedy what to look at or to do when it looks wrong; empty: it cannot
 */
public record DescribedMetric(
    String name, MetricType type, String unit, String meaning, String remedy) {
  /** Newest values that a histogram is over. */
  private static final int SAMPLES = 1024;

  /** Seconds that a meter is over. */
  private static final int SPAN = 10;

  public DescribedMetric {
    if (unit.isBlank() || meaning.isBlank()) {
      throw new IllegalArgumentException(
          "metric %s: unit '%s' and meaning '%s' found, both expected"
              .formatted(name, unit, meaning));
    }
  }

  public static DescribedMetric counter(String name, String unit, String meaning, String remedy) {
    return new DescribedMetric(name, MetricType.COUNTER, unit, meaning, remedy);
  }

  public static DescribedMetric gauge(String name, String unit, String meaning, String remedy) {
    return new DescribedMetric(name, MetricType.GAUGE, unit, meaning, remedy);
  }

  public static DescribedMetric histogram(String name, String unit, String meaning, String remedy) {
    return new DescribedMetric(name, MetricType.HISTOGRAM, unit, meaning, remedy);
  }

  public static DescribedMetric meter(String name, String unit, String meaning, String remedy) {
    return new DescribedMetric(name, MetricType.METER, unit, meaning, remedy);
  }

  public Counter counterIn(MetricGroup group) {
    require(MetricType.COUNTER);
    return group.counter(name);
  }

  /**
   * Registers it.
   *
   * @param value asked for by the reporters' threads, from now on
   */
  public <T> void gaugeIn(MetricGroup group, Gauge<T> value) {
    require(MetricType.GAUGE);
    group.gauge(name, value);
  }

  public Histogram histogramIn(MetricGroup group) {
    require(MetricType.HISTOGRAM);
    return group.histogram(name, new DescriptiveStatisticsHistogram(SAMPLES));
  }

  public Meter meterIn(MetricGroup group) {
    require(MetricType.METER);
    return group.meter(name, new MeterView(SPAN));
  }

  private void require(MetricType registered) {
    if (type != registered) {
      throw new IllegalStateException(
          "metric %s: registered as %s, described as %s".formatted(name, registered, type));
    }
  }
}
