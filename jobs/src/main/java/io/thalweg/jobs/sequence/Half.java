package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.jobs.stream.Texts;
import io.thalweg.models.features.Target;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Half of a pair: an event that may get a label, or a label that may get an event.
 *
 * @param key of the event's sequence; empty for a label
 * @param label index of the class, or the number; NaN for an event
 */
record Half(String key, long time, int partition, long offset, double label) implements Ordered {
  static Half of(Event event) {
    var origin = event.origin();
    return new Half(event.key(), event.time(), origin.partition(), origin.offset(), Target.NONE);
  }

  static Half of(LabelEvent label) {
    var origin = label.origin();
    return new Half("", label.time(), origin.partition(), origin.offset(), label.label());
  }

  boolean isEvent() {
    return Double.isNaN(label);
  }

  @Override
  public int kind() {
    return isEvent() ? 0 : 1;
  }

  /** Nothing: halves are only compared with those of the same id. */
  @Override
  public String id() {
    return "";
  }

  void write(DataOutput out) throws IOException {
    Texts.write(key, out);
    out.writeLong(time);
    out.writeInt(partition);
    out.writeLong(offset);
    out.writeDouble(label);
  }

  static Half read(DataInput in) throws IOException {
    return new Half(Texts.read(in), in.readLong(), in.readInt(), in.readLong(), in.readDouble());
  }
}
