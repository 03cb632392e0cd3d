package io.thalweg.jobs.sequence;

import io.thalweg.jobs.stream.Texts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A place in the total order; what remains of an element once it has been dealt with. */
record Place(long time, int kind, int partition, long offset, String id) implements Ordered {
  static final Place BEFORE_ALL = new Place(Long.MIN_VALUE, 0, 0, 0, "");

  static Place of(Ordered element) {
    return new Place(
        element.time(), element.kind(), element.partition(), element.offset(), element.id());
  }

  /** Whether {@code element} comes after this place. */
  boolean isBefore(Ordered element) {
    return TOTAL.compare(this, element) < 0;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(time);
    out.writeByte(kind);
    out.writeInt(partition);
    out.writeLong(offset);
    Texts.write(id, out);
  }

  static Place read(DataInput in) throws IOException {
    return new Place(in.readLong(), in.readByte(), in.readInt(), in.readLong(), Texts.read(in));
  }
}
