package io.thalweg.jobs.agent;

import static io.thalweg.jobs.metrics.DescribedMetric.counter;
import static io.thalweg.jobs.metrics.DescribedMetric.gauge;
import static io.thalweg.jobs.metrics.DescribedMetric.histogram;

import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.NativeMemoryMetrics;
import io.thalweg.jobs.metrics.OperatorMetrics;
import io.thalweg.jobs.stream.MicroBatchMetrics;
import java.util.List;
import java.util.stream.Stream;

/** What a {@link PolicyOperator} measures. */
final class PolicyMetrics {
  static final DescribedMetric POLICY_VERSION =
      gauge(
          "policyVersion",
          "updates",
          "The version that acts.",
          "Behind the learner's by much: `publish-every` is too large.");

  static final DescribedMetric POLICY_AGE_MILLIS =
      gauge(
          "policyAgeMillis",
          "ms",
          "From the newest event time that the acting version has learned from to now; 0 for version 0.",
          "Grows: no new versions; the learner is behind, or every update is refused.");

  static final DescribedMetric POLICY_PINNED =
      gauge(
          "policyPinned",
          "0 or 1",
          "1: a version was pinned by `./thalweg policy rollback`; newer ones do not act.",
          "`./thalweg policy resume`.");

  static final MicroBatchMetrics MICRO_BATCHES =
      new MicroBatchMetrics(
          histogram("recordsInMicroBatch", "observations", "Answered together.", ""),
          histogram("forwardTimeMicros", "µs", "One forward pass over a micro-batch.", ""),
          counter(
              "refusedVersions",
              "versions",
              "Published versions that this agent cannot load.",
              "Another agent publishes under the same name."));

  static final OperatorMetrics ALL =
      new OperatorMetrics(
          List.of("policy"),
          Stream.of(
                  Stream.of(POLICY_VERSION, POLICY_AGE_MILLIS, POLICY_PINNED),
                  MICRO_BATCHES.metrics(),
                  NativeMemoryMetrics.ALL.stream())
              .flatMap(metrics -> metrics)
              .toList());

  private PolicyMetrics() {}
}
