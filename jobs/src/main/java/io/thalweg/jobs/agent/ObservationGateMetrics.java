package io.thalweg.jobs.agent;

import static io.thalweg.jobs.metrics.DescribedMetric.counter;

import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.OperatorMetrics;

/** What an {@link ObservationGate} counts. */
final class ObservationGateMetrics {
  static final DescribedMetric DEAD_LETTER_RECORDS =
      counter(
          "deadLetterRecords",
          "records",
          "Observations that cannot be read, sent to the dead-letter topic.",
          "Reasons: `./thalweg consume NAME.dead-letter --headers`. All of them: the host writes other fields, or `input.numbers` is wrong.");

  static final OperatorMetrics ALL = OperatorMetrics.of("observation gate", DEAD_LETTER_RECORDS);

  private ObservationGateMetrics() {}
}
