package io.thalweg.jobs.stream;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Records as they came, as bytes. */
public final class RawRecords {
  private RawRecords() {}

  public static void write(Origin origin, DataOutput out) throws IOException {
    Texts.write(origin.topic(), out);
    out.writeInt(origin.partition());
    out.writeLong(origin.offset());
  }

  public static Origin readOrigin(DataInput in) throws IOException {
    return new Origin(Texts.read(in), in.readInt(), in.readLong());
  }

  /** Writes {@code raw}, which may be null. */
  public static void write(RawRecord raw, DataOutput out) throws IOException {
    out.writeBoolean(raw != null);
    if (raw != null) {
      write(raw.origin(), out);
      out.writeLong(raw.timestamp());
      Texts.writeBytes(raw.key(), out);
      Texts.writeBytes(raw.value(), out);
    }
  }

  public static RawRecord readRaw(DataInput in) throws IOException {
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
}
