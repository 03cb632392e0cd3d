package io.thalweg.connectors.events;

/**
 * The label of an event, in a record of its own.
 *
 * @param id of the event
 * @param time event time of the label, milliseconds since the epoch
 * @param label index of the class, or the number
 */
public record LabelEvent(String id, long time, double label, Origin origin, RawRecord raw)
    implements Decoded {
  /** The same label, once its record is no longer needed. */
  public LabelEvent withoutRaw() {
    return raw == null ? this : new LabelEvent(id, time, label, origin, null);
  }
}
