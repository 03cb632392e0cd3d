package io.thalweg.jobs.sequence;

import static io.thalweg.jobs.metrics.DescribedMetric.counter;
import static io.thalweg.jobs.metrics.DescribedMetric.gauge;

import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.OperatorMetrics;

/** What a {@link SequenceAssembler} counts. */
final class AssemblerMetrics {
  static final DescribedMetric LATE_RECORDS =
      counter(
          "lateRecords",
          "records",
          "Events that came after event time had passed them while their partition was taken to be idle; in a program of your own, behind a watermark. Not in the gate's count.",
          "Raise the idle time-outs, or turn them off: here the wall clock has changed the result.");

  static final DescribedMetric RECORDS_WAITING_FOR_ORDER =
      gauge(
          "recordsWaitingForOrder",
          "records",
          "What waits on the heap until a watermark passes it. Always 0 for one partition in order at parallelism 1.",
          "Grows without end: a partition gets no records and holds event time back. Send something to it, use fewer partitions, or set `input.idle-timeout`. Grows and falls by turns: labels come in bursts, and events wait for them.");

  static final DescribedMetric SEQUENCES_ON_HEAP =
      gauge(
          "sequencesOnHeap",
          "keys",
          "Keys whose sequences are on the heap, at most `state.max-keys`.",
          "At its limit and the job slow: keys are being read from and written to the state backend; raise the limit or the parallelism.");

  static final OperatorMetrics ALL =
      OperatorMetrics.of(
          "sequence assembler", LATE_RECORDS, RECORDS_WAITING_FOR_ORDER, SEQUENCES_ON_HEAP);

  private AssemblerMetrics() {}
}
