package io.thalweg.jobs.sequence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serialises one kind of stream element. Elements are immutable, so that a copy is the element
 * itself; each starts with a format version, so that what waits in an old savepoint can be read.
 */
abstract class ElementSerializer<T> extends TypeSerializer<T> {
  private static final int FORMAT = 1;

  abstract void write(T element, DataOutput out) throws IOException;

  abstract T read(DataInput in) throws IOException;

  @Override
  public final void serialize(T element, DataOutputView out) throws IOException {
    out.writeByte(FORMAT);
    write(element, out);
  }

  @Override
  public final T deserialize(DataInputView in) throws IOException {
    int format = in.readByte();
    if (format != FORMAT) {
      throw new IOException(
          "An element of format %d was found in %s, %d was expected: it was written by another version of Thalweg"
              .formatted(format, getClass().getSimpleName(), FORMAT));
    }
    return read(in);
  }

  @Override
  public final T deserialize(T reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public final void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  @Override
  public final TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public final T createInstance() {
    return null;
  }

  @Override
  public final T copy(T from) {
    return from;
  }

  @Override
  public final T copy(T from, T reuse) {
    return from;
  }

  @Override
  public final int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings("EqualsGetClass") // serialisers without settings are equal by their class
  public final boolean equals(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public final int hashCode() {
    return getClass().hashCode();
  }

  @Override
  public abstract TypeSerializerSnapshot<T> snapshotConfiguration();

  /** Extended, with a public constructor without arguments, once per serialiser. */
  abstract static class Snapshot<T> extends SimpleTypeSerializerSnapshot<T> {
    Snapshot(Supplier<? extends TypeSerializer<T>> serializer) {
      super(serializer);
    }
  }
}
