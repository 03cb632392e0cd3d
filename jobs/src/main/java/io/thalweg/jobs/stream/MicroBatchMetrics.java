package io.thalweg.jobs.stream;

import io.thalweg.jobs.metrics.DescribedMetric;
import java.util.stream.Stream;

/**
 * What every {@link MicroBatchOperator} measures, in the words of one of them.
 *
 * @param recordsInMicroBatch a histogram of how many were answered together
 * @param forwardTime a histogram of microseconds that a forward pass took
 * @param refusedVersions a counter of versions that it did not take
 */
public record MicroBatchMetrics(
    DescribedMetric recordsInMicroBatch,
    DescribedMetric forwardTime,
    DescribedMetric refusedVersions) {
  public Stream<DescribedMetric> metrics() {
    return Stream.of(recordsInMicroBatch, forwardTime, refusedVersions);
  }
}
