package io.thalweg.jobs.agent;

import static io.thalweg.jobs.metrics.DescribedMetric.counter;

import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.OperatorMetrics;

/** What a {@link TransitionAssembler} counts. */
final class TransitionAssemblerMetrics {
  static final DescribedMetric ABANDONED_EPISODES =
      counter(
          "abandonedEpisodes",
          "episodes",
          "Episodes that another one followed though they had not ended.",
          "Hosts that give up episodes should say `truncated`.");

  static final DescribedMetric DEAD_LETTER_RECORDS =
      counter(
          "deadLetterRecords",
          "records",
          "Observations that contradict what was said before, or come after their episode's end.",
          "Two environments have the same name.");

  static final DescribedMetric LATE_RECORDS =
      counter(
          "lateRecords",
          "records",
          "Observations behind the newest of their environment, sent to the late topic.",
          "Observations of an environment in several partitions: make its name the record's key.");

  static final DescribedMetric LOST_OBSERVATIONS =
      counter(
          "lostObservations",
          "observations",
          "Steps that are missing between two observations; after a start in the midst of an episode, 1.",
          "The host loses records, or does not write each step.");

  static final DescribedMetric REPEATED_OBSERVATIONS =
      counter(
          "repeatedObservations",
          "observations",
          "The same step once more, answered once more.",
          "Answers take longer than the host waits before it asks again.");

  static final OperatorMetrics ALL =
      OperatorMetrics.of(
          "transition assembler",
          ABANDONED_EPISODES,
          DEAD_LETTER_RECORDS,
          LATE_RECORDS,
          LOST_OBSERVATIONS,
          REPEATED_OBSERVATIONS);

  private TransitionAssemblerMetrics() {}
}
