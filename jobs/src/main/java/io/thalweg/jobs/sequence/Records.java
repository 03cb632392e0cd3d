package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.events.Malformed;
import io.thalweg.jobs.stream.RawRecords;
import io.thalweg.jobs.stream.Texts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Events and labels as bytes. */
final class Records {
  private Records() {}

  static void write(Decoded decoded, DataOutput out) throws IOException {
    if (decoded instanceof Event event) {
      out.writeByte(0);
      write(event, out);
    } else if (decoded instanceof LabelEvent label) {
      out.writeByte(1);
      write(label, out);
    } else if (decoded instanceof Malformed malformed) {
      out.writeByte(2);
      RawRecords.write(malformed.raw(), out);
      Texts.write(malformed.reason(), out);
    }
  }

  static Decoded readDecoded(DataInput in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case 0 -> readEvent(in);
      case 1 -> readLabel(in);
      case 2 -> new Malformed(RawRecords.readRaw(in), Texts.read(in));
      default -> throw new IOException("A decoded record of kind " + kind + " was found");
    };
  }

  static void write(LabelEvent label, DataOutput out) throws IOException {
    Texts.write(label.id(), out);
    out.writeLong(label.time());
    out.writeDouble(label.label());
    RawRecords.write(label.origin(), out);
    RawRecords.write(label.raw(), out);
  }

  static LabelEvent readLabel(DataInput in) throws IOException {
    return new LabelEvent(
        Texts.read(in),
        in.readLong(),
        in.readDouble(),
        RawRecords.readOrigin(in),
        RawRecords.readRaw(in));
  }

  static void write(Event event, DataOutput out) throws IOException {
    Texts.write(event.id(), out);
    Texts.write(event.key(), out);
    out.writeLong(event.time());
    Rows.writeNumbers(event.numeric(), out);
    Rows.writeCategories(event.categories(), out);
    out.writeDouble(event.label());
    RawRecords.write(event.origin(), out);
    RawRecords.write(event.raw(), out);
  }

  static Event readEvent(DataInput in) throws IOException {
    return new Event(
        Texts.read(in),
        Texts.read(in),
        in.readLong(),
        Rows.readNumbers(in),
        Rows.readCategories(in),
        in.readDouble(),
        RawRecords.readOrigin(in),
        RawRecords.readRaw(in));
  }
}
