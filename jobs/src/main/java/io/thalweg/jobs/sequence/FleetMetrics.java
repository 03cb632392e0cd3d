package io.thalweg.jobs.sequence;

import static io.thalweg.jobs.metrics.DescribedMetric.counter;
import static io.thalweg.jobs.metrics.DescribedMetric.gauge;
import static io.thalweg.jobs.metrics.DescribedMetric.histogram;

import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.NativeMemoryMetrics;
import io.thalweg.jobs.metrics.OperatorMetrics;
import io.thalweg.jobs.stream.MicroBatchMetrics;
import java.util.List;
import java.util.stream.Stream;

/** What a {@link FleetPredictor} measures. */
final class FleetMetrics {
  static final DescribedMetric MODEL_VERSION =
      gauge(
          "modelVersion",
          "updates",
          "The version that this subtask answers with; 0 before the first.",
          "Behind the learner's by more than `publish-every`: under exactly-once a version is readable with the next checkpoint only. Not moving: see `refusedVersions`.");

  static final MicroBatchMetrics MICRO_BATCHES =
      new MicroBatchMetrics(
          histogram(
              "recordsInMicroBatch",
              "records",
              "Predictions that shared a forward pass, at most 256.",
              "Near 256 always: raise the parallelism."),
          histogram(
              "forwardTimeMicros",
              "µs",
              "One forward pass, for all the records that share it.",
              ""),
          counter(
              "refusedVersions",
              "versions",
              "Complete versions whose bytes the network did not take. The one before stays.",
              "As above."));

  static final OperatorMetrics ALL =
      new OperatorMetrics(
          List.of("predictor fleet"),
          Stream.of(
                  Stream.of(MODEL_VERSION),
                  MICRO_BATCHES.metrics(),
                  NativeMemoryMetrics.ALL.stream())
              .flatMap(metrics -> metrics)
              .toList());

  private FleetMetrics() {}
}
