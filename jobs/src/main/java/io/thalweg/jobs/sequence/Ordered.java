package io.thalweg.jobs.sequence;

import java.util.Comparator;

/**
 * Something that has its place in the one total order of a stream: event time, then kind (an event
 * before a label that arrives at the same time), then partition, then offset, then id.
 *
 * <p>Partition and offset already identify a record of one topic; the id decides only where a
 * stream has neither (a user's own {@code DataStream}).
 */
interface Ordered {
  Comparator<Ordered> TOTAL =
      Comparator.comparingLong(Ordered::time)
          .thenComparingInt(Ordered::kind)
          .thenComparingInt(Ordered::partition)
          .thenComparingLong(Ordered::offset)
          .thenComparing(Ordered::id);

  /** Event time, milliseconds since the epoch. */
  long time();

  /** 0 event, 1 label, 2 end of the wait for a label. */
  int kind();

  int partition();

  long offset();

  String id();
}
