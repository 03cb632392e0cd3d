package io.thalweg.jobs.sequence;

import io.thalweg.jobs.sequence.Arrival.EventArrival;
import io.thalweg.jobs.sequence.Arrival.LabelArrival;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Arrivals between gate, label join and assembler. */
final class ArrivalSerializer extends ElementSerializer<Arrival> {
  private static final long serialVersionUID = 1L;
  static final ArrivalSerializer INSTANCE = new ArrivalSerializer();

  @Override
  void write(Arrival arrival, DataOutput out) throws IOException {
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
      out.writeInt(label.label());
    }
  }

  @Override
  Arrival read(DataInput in) throws IOException {
    return in.readByte() == 0
        ? new EventArrival(Records.readEvent(in))
        : new LabelArrival(
            Texts.read(in),
            Texts.read(in),
            in.readLong(),
            in.readInt(),
            in.readLong(),
            in.readLong(),
            in.readInt());
  }

  @Override
  public TypeSerializerSnapshot<Arrival> snapshotConfiguration() {
    return new Configuration();
  }

  /** Named in savepoints. */
  public static final class Configuration extends Snapshot<Arrival> {
    public Configuration() {
      super(() -> INSTANCE);
    }
  }
}
