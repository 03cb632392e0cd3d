package io.thalweg.jobs.testing;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.kafka.common.TopicPartition;

/** What the jobs of this JVM say of themselves. Flink makes it, by its name. */
public final class JobGauges implements MetricReporter, MetricReporterFactory {
  private static final Map<String, Gauge<?>> VERSIONS = new ConcurrentHashMap<>();
  private static final Map<String, Gauge<?>> OFFSETS = new ConcurrentHashMap<>();
  private static final Map<String, Queue<Integer>> IN_BATCH = new ConcurrentHashMap<>();

  public static Configuration reportedWith(Configuration configuration) {
    configuration.setString("metrics.reporter.gauges.factory.class", JobGauges.class.getName());
    return configuration;
  }

  /** Offset that the job read last since it was started or restored; -1 before the first. */
  public static long lastRead(JobID job, TopicPartition partition) {
    Gauge<?> gauge = OFFSETS.get(job + " " + partition);
    return gauge == null ? -1 : (Long) gauge.getValue();
  }

  /** Updates that the job's learner has applied; -1 before there is one. */
  public static long version(JobID job) {
    Gauge<?> gauge = VERSIONS.get(job.toString());
    return gauge == null ? -1 : (Long) gauge.getValue();
  }

  /** Examples in the batch at each start of the job's learner; 0 where it began from nothing. */
  public static List<Integer> inBatchWhenStarted(JobID job) {
    return List.copyOf(IN_BATCH.get(job.toString()));
  }

  /** Called by an operator that has its state already. */
  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    Map<String, String> of = group.getAllVariables();
    String job = of.get("<job_id>");
    switch (name) {
      case "examplesInBatch" ->
          IN_BATCH
              .computeIfAbsent(job, j -> new ConcurrentLinkedQueue<>())
              .add((Integer) ((Gauge<?>) metric).getValue());
      case "modelVersion", "policyVersion" -> {
        if (of.get("<operator_name>").startsWith("learner")) {
          VERSIONS.put(job, (Gauge<?>) metric);
        }
      }
      case "currentOffset" ->
          OFFSETS.put(
              job + " " + of.get("<topic>") + "-" + of.get("<partition>"), (Gauge<?>) metric);
      default -> {}
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {}

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return new JobGauges();
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}
}
