package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.events.Malformed;
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

  static void write(Rejected rejected, DataOutput out) throws IOException {
    write(rejected.raw(), out);
    Texts.write(rejected.reason(), out);
  }

  static Rejected readRejected(DataInput in) throws IOException {
    return new Rejected(readRaw(in), Texts.read(in));
  }

  static void write(Decoded decoded, DataOutput out) throws IOException {
    if (decoded instanceof Event event) {
      out.writeByte(0);
      write(event, out);
    } else if (decoded instanceof LabelEvent label) {
      out.writeByte(1);
      write(label, out);
    } else if (decoded instanceof Malformed malformed) {
      out.writeByte(2);
      write(malformed.raw(), out);
      Texts.write(malformed.reason(), out);
    }
  }

  static Decoded readDecoded(DataInput in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case 0 -> readEvent(in);
      case 1 -> readLabel(in);
      case 2 -> new Malformed(readRaw(in), Texts.read(in));
      default -> throw new IOException("A decoded record of kind " + kind + " was found");
    };
  }

  static void write(LabelEvent label, DataOutput out) throws IOException {
    Texts.write(label.id(), out);
    out.writeLong(label.time());
    out.writeDouble(label.label());
    write(label.origin(), out);
    write(label.raw(), out);
  }

  static LabelEvent readLabel(DataInput in) throws IOException {
    return new LabelEvent(
        Texts.read(in), in.readLong(), in.readDouble(), readOrigin(in), readRaw(in));
  }

  static void write(Event event, DataOutput out) throws IOException {
    Texts.write(event.id(), out);
    Texts.write(event.key(), out);
    out.writeLong(event.time());
    Rows.writeNumbers(event.numeric(), out);
    Rows.writeCategories(event.categories(), out);
    out.writeDouble(event.label());
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
        in.readDouble(),
        readOrigin(in),
        readRaw(in));
  }
}
