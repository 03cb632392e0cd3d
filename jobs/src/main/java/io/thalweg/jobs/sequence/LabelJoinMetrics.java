package io.thalweg.jobs.sequence;

import static io.thalweg.jobs.metrics.DescribedMetric.counter;
import static io.thalweg.jobs.metrics.DescribedMetric.histogram;

import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.OperatorMetrics;

/** What a {@link LabelJoin} counts. */
final class LabelJoinMetrics {
  static final DescribedMetric LABEL_WAIT_MS =
      histogram(
          "labelWaitMs",
          "ms of event time",
          "From an event to its label; 0 where the label's time is not after the event's.",
          "Percentiles near `label.wait`: raise it, labels are being missed.");

  static final DescribedMetric LATE_RECORDS =
      counter(
          "lateRecords",
          "records",
          "Labels that came after event time had passed them while their partition was taken to be idle. 0 without idle time-outs.",
          "Raise `input.idle-timeout` and `label.idle-timeout` (30 s unless set), or turn them off.");

  static final DescribedMetric REPEATED_IDS =
      counter(
          "repeatedIds",
          "records",
          "Events whose id another event had within the wait, and labels for an event that had one. The first counts. Such an event is answered but never learned.",
          "Ids are not unique: `input.id` names the wrong field, or a producer writes twice.");

  static final DescribedMetric UNLABELLED_EVENTS =
      counter(
          "unlabelledEvents",
          "events",
          "Events whose label did not come within `label.wait`. They were answered, and are not learned.",
          "A label topic that is behind or silent, a wait too short, or `label.id` naming the wrong field.");

  static final DescribedMetric UNMATCHED_LABELS =
      counter(
          "unmatchedLabels",
          "labels",
          "Labels whose event did not come within `label.wait`.",
          "The events were malformed or late; or ids differ in notation (`7` and `07`).");

  static final OperatorMetrics ALL =
      OperatorMetrics.of(
          "label join",
          LABEL_WAIT_MS,
          LATE_RECORDS,
          REPEATED_IDS,
          UNLABELLED_EVENTS,
          UNMATCHED_LABELS);

  private LabelJoinMetrics() {}
}
