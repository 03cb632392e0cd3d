package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import java.nio.charset.StandardCharsets;

/** Events and labels for the operators' tests. */
final class Samples {
  private Samples() {}

  static RawRecord raw(Origin origin, String value) {
    return new RawRecord(origin, 0, null, value.getBytes(StandardCharsets.UTF_8));
  }

  static Event event(String key, long time, int partition, long offset, double label) {
    var origin = new Origin("events", partition, offset);
    double[] numbers = {time, offset};
    return new Event(
        origin.toString(), key, time, numbers, new String[0], label, origin, raw(origin, key));
  }

  static LabelEvent label(String id, long time, long offset, double label) {
    var origin = new Origin("labels", 0, offset);
    return new LabelEvent(id, time, label, origin, raw(origin, id));
  }
}
