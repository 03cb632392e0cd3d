package io.thalweg.jobs.sequence;

import static io.thalweg.jobs.metrics.DescribedMetric.counter;

import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.OperatorMetrics;
import java.util.List;

/** What a {@link Gate} counts. */
final class GateMetrics {
  static final DescribedMetric DEAD_LETTER_RECORDS =
      counter(
          "deadLetterRecords",
          "records",
          "Malformed records, sent to the dead-letter topic.",
          "Look at the reasons there: `./thalweg consume NAME.dead-letter --headers`. All records: the job file names fields, format or time format that the producer does not write.");

  static final DescribedMetric LATE_RECORDS =
      counter(
          "lateRecords",
          "records",
          "Records further behind the newest event time of their own partition than `out-of-order` allows, sent to the late topic.",
          "Raise `input.out-of-order` (every answer then waits that much longer in event time), or give records of one producer one partition. A sudden many: one record with a time far ahead; see `input.max-ahead`.");

  static final OperatorMetrics ALL =
      new OperatorMetrics(
          List.of("events gate", "labels gate"), List.of(DEAD_LETTER_RECORDS, LATE_RECORDS));

  private GateMetrics() {}
}
