package io.thalweg.jobs.agent;

import static io.thalweg.jobs.metrics.DescribedMetric.counter;

import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.OperatorMetrics;

/** What a {@link RewardGate} counts. */
final class RewardGateMetrics {
  static final DescribedMetric DEAD_LETTER_RECORDS =
      counter(
          "deadLetterRecords",
          "records",
          "Rewards that cannot be read, sent to the dead-letter topic.",
          "Reasons: `./thalweg consume NAME.dead-letter --headers`.");

  static final OperatorMetrics ALL = OperatorMetrics.of("reward gate", DEAD_LETTER_RECORDS);

  private RewardGateMetrics() {}
}
