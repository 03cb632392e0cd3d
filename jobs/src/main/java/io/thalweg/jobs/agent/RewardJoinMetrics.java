package io.thalweg.jobs.agent;

import static io.thalweg.jobs.metrics.DescribedMetric.counter;

import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.OperatorMetrics;

/** What a {@link RewardJoin} counts. */
final class RewardJoinMetrics {
  static final DescribedMetric CORRECTED_REWARDS =
      counter(
          "correctedRewards",
          "rewards",
          "Came after the wait, and went into the log as corrections.",
          "A large share: raise `rewards.wait`; learning then waits longer.");

  static final DescribedMetric DEFAULT_REWARDS =
      counter(
          "defaultRewards",
          "transitions",
          "Went into the log with the reward that their environment said.",
          "Rewards have other names or numbers than the observations.");

  static final DescribedMetric JOINED_REWARDS =
      counter("joinedRewards", "rewards", "Came in time.", "");

  static final DescribedMetric UNMATCHED_REWARDS =
      counter(
          "unmatchedRewards",
          "rewards",
          "Of no transition that was there within the wait; sent to the late topic.",
          "As above; or transitions are lost.");

  static final OperatorMetrics ALL =
      OperatorMetrics.of(
          "reward join", CORRECTED_REWARDS, DEFAULT_REWARDS, JOINED_REWARDS, UNMATCHED_REWARDS);

  private RewardJoinMetrics() {}
}
