package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Event;

/** What reaches the sequence assembler, by key: an event, or the label of an earlier one. */
sealed interface Arrival extends Ordered {
  /** The sequence that it belongs to. */
  String key();

  /** An event, labelled or not. */
  record EventArrival(Event event) implements Arrival {
    @Override
    public String key() {
      return event.key();
    }

    @Override
    public long time() {
      return event.time();
    }

    @Override
    public int kind() {
      return 0;
    }

    @Override
    public int partition() {
      return event.origin().partition();
    }

    @Override
    public long offset() {
      return event.origin().offset();
    }

    @Override
    public String id() {
      return event.id();
    }
  }

  /**
   * The label of an event that came without one.
   *
   * @param time when both were known: the later of the event's and the label's event time
   * @param partition of the event, not of the label's record
   * @param offset of the event
   * @param eventTime of the event
   */
  record LabelArrival(
      String key, String id, long time, int partition, long offset, long eventTime, double label)
      implements Arrival {
    @Override
    public int kind() {
      return 1;
    }
  }
}
