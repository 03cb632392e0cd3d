package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Events and the records that they came in, as bytes. */
final class Records {
  private Records() {}

  static void write(Origin origin, DataOutput out) throws IOException {
    Texts.write(origin.topic(), out);
    out.writeInt(origin.partition());
    out.writeLong(origin.offset());
  }

  static Origin readOrigin(DataInput in) throws IOException {
    return new Origin(Texts.read(in), in.readInt(), in.readLong());
  }

  /** Writes {@code raw}, which may be null. */
  static void write(RawRecord raw, DataOutput out) throws IOException {
    out.writeBoolean(raw != null);
    if (raw != null) {
      write(raw.origin(), out);
      out.writeLong(raw.timestamp());
      Texts.writeBytes(raw.key(), out);
      Texts.writeBytes(raw.value(), out);
    }
  }

  static RawRecord readRaw(DataInput in) throws IOException {
    return in.readBoolean()
        ? new RawRecord(readOrigin(in), in.readLong(), Texts.readBytes(in), Texts.readBytes(in))
        : null;
  }

  static void write(Event event, DataOutput out) throws IOException {
    Texts.write(event.id(), out);
    Texts.write(event.key(), out);
    out.writeLong(event.time());
    Rows.writeNumbers(event.numeric(), out);
    Rows.writeCategories(event.categories(), out);
    out.writeInt(event.label());
    write(event.origin(), out);
    write(event.raw(), out);
  }

  static Event readEvent(DataInput in) throws IOException {
    return new Event(
        Texts.read(in),
        Texts.read(in),
        in.readLong(),
        Rows.readNumbers(in),
        Rows.readCategories(in),
        in.readInt(),
        readOrigin(in),
        readRaw(in));
  }
}
