package io.thalweg.jobs.sequence;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serialises one kind of stream element. Elements are immutable, so that a copy is the element
 * itself; each starts with a format version, so that what waits in an old savepoint can be read.
 */
final class ElementSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;
  private static final int FORMAT = 3;

  private final ElementType type;

  ElementSerializer(ElementType type) {
    this.type = type;
  }

  @Override
  public void serialize(T element, DataOutputView out) throws IOException {
    out.writeByte(FORMAT);
    type.write(element, out);
  }

  @Override
  @SuppressWarnings("unchecked") // the type reads what it has written
  public T deserialize(DataInputView in) throws IOException {
    int format = in.readByte();
    if (format != FORMAT) {
      throw new IOException(
          "An element of format %d was found in %s, %d was expected: it was written by another version of Thalweg"
              .formatted(format, type, FORMAT));
    }
    return (T) type.read(in);
  }

  @Override
  public T deserialize(T reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public T createInstance() {
    return null;
  }

  @Override
  public T copy(T from) {
    return from;
  }

  @Override
  public T copy(T from, T reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElementSerializer<?> that && that.type == type;
  }

  @Override
  public int hashCode() {
    return type.name().hashCode();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new Snapshot<>(type);
  }

  /** Names the type in savepoints. */
  public static final class Snapshot<T> implements TypeSerializerSnapshot<T> {
    private ElementType type;

    /** For Flink, which reads the type afterwards. */
    public Snapshot() {}

    private Snapshot(ElementType type) {
      this.type = type;
    }

    @Override
    public int getCurrentVersion() {
      return 1;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeUTF(type.name());
    }

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
      type = ElementType.valueOf(in.readUTF());
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
      return new ElementSerializer<>(type);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
        TypeSerializerSnapshot<T> old) {
      return old instanceof Snapshot<T> that && that.type == type
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
