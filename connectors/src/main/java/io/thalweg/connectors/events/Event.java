package io.thalweg.connectors.events;

/**
 * A valid event.
 *
 * @param id unique in its stream; where the record brings none, topic-partition-offset
 * @param key of the sequence that it belongs to; empty where the stream is one sequence
 * @param time event time, milliseconds since the epoch
 * @param numeric finite numbers, one per numeric feature
 * @param categories one text per categorical feature
 * @param label index of the class, or the number; NaN where the event brings none
 * @param raw the record that it came in; null where it can no longer be rejected
 */
public record Event(
    String id,
    String key,
    long time,
    double[] numeric,
    String[] categories,
    double label,
    Origin origin,
    RawRecord raw)
    implements Decoded {
  private static final String[] NO_CATEGORIES = {};

  /** Whether it brings a label. */
  public boolean labelled() {
    return !Double.isNaN(label);
  }

  /** An event with numeric features only that did not come from Kafka. */
  public static Event of(String id, String key, long time, double[] numeric, double label) {
    return of(id, key, time, numeric, NO_CATEGORIES, label);
  }

  /** An event that did not come from Kafka. */
  public static Event of(
      String id, String key, long time, double[] numeric, String[] categories, double label) {
    return new Event(id, key, time, numeric, categories, label, Origin.NONE, null);
  }

  /** The same event, once its record is no longer needed. */
  public Event withoutRaw() {
    return raw == null ? this : new Event(id, key, time, numeric, categories, label, origin, null);
  }
}
