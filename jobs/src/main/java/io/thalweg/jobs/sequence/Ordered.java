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
  Comparator<Ordered> TOTAL = Ordered::compare;

  /**
   * In one method: every record goes through it several times, and a chain of comparators costs.
   */
  private static int compare(Ordered a, Ordered b) {
    int order = Long.compare(a.time(), b.time());
    if (order == 0) {
      order = Integer.compare(a.kind(), b.kind());
    }
    if (order == 0) {
      order = Integer.compare(a.partition(), b.partition());
    }
    if (order == 0) {
      order = Long.compare(a.offset(), b.offset());
    }
    return order == 0 ? a.id().compareTo(b.id()) : order;
  }

  /** Event time, milliseconds since the epoch. */
  long time();

  /** 0 event, 1 label, 2 end of the wait for a label. */
  int kind();

  int partition();

  long offset();

  String id();
}
