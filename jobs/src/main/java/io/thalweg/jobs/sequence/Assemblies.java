package io.thalweg.jobs.sequence;

import io.thalweg.jobs.sequence.Arrival.EventArrival;
import io.thalweg.jobs.sequence.Arrival.LabelArrival;
import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.jobs.sequence.Assembled.LabelledExample;
import io.thalweg.jobs.sequence.Assembled.Unlabelled;
import io.thalweg.jobs.stream.RawRecords;
import io.thalweg.jobs.stream.Texts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;

/** What goes into the sequence assembler and what comes out of it, as bytes. */
final class Assemblies {
  private Assemblies() {}

  static void write(Arrival arrival, DataOutput out) throws IOException {
    out.writeByte(arrival.kind());
    if (arrival instanceof EventArrival event) {
      Records.write(event.event(), out);
    } else if (arrival instanceof LabelArrival label) {
      Texts.write(label.key(), out);
      Texts.write(label.id(), out);
      out.writeLong(label.time());
      out.writeInt(label.partition());
      out.writeLong(label.offset());
      out.writeLong(label.eventTime());
      out.writeDouble(label.label());
    }
  }

  static Arrival readArrival(DataInput in) throws IOException {
    return in.readByte() == 0
        ? new EventArrival(Records.readEvent(in))
        : new LabelArrival(
            Texts.read(in),
            Texts.read(in),
            in.readLong(),
            in.readInt(),
            in.readLong(),
            in.readLong(),
            in.readDouble());
  }

  static void write(Assembled element, DataOutput out) throws IOException {
    out.writeByte(element.kind());
    Texts.write(element.id(), out);
    Texts.write(element.key(), out);
    out.writeLong(element.time());
    RawRecords.write(element.origin(), out);
    if (element instanceof Example example) {
      out.writeDouble(example.label());
      Rows.write(example.window(), out);
      RawRecords.write(example.raw(), out);
    } else if (element instanceof LabelledExample example) {
      out.writeDouble(example.label());
      Rows.write(example.window(), out);
    }
  }

  static Assembled readAssembled(DataInput in) throws IOException {
    int kind = in.readByte();
    var id = Texts.read(in);
    var key = Texts.read(in);
    long time = in.readLong();
    var origin = RawRecords.readOrigin(in);
    if (kind == 2) {
      return new Unlabelled(id, key, time, origin);
    }
    double label = in.readDouble();
    var window = Rows.readWindow(in);
    return kind == 0
        ? new Example(id, key, time, label, window, origin, RawRecords.readRaw(in))
        : new LabelledExample(id, key, time, label, window, origin);
  }

  static byte[] toBytes(Assembled element) throws IOException {
    var bytes = new ByteArrayOutputStream(256);
    write(element, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  static Assembled fromBytes(byte[] bytes) throws IOException {
    return readAssembled(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
