package io.thalweg.jobs.stream;

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
public final class ElementSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;
  private static final int FORMAT = 3;

  private final ElementKind kind;

  public ElementSerializer(ElementKind kind) {
    this.kind = kind;
  }

  @Override
  public void serialize(T element, DataOutputView out) throws IOException {
    out.writeByte(FORMAT);
    kind.codec().write(element, out);
  }

  @Override
  @SuppressWarnings("unchecked") // a codec reads what it has written
  public T deserialize(DataInputView in) throws IOException {
    int format = in.readByte();
    if (format != FORMAT) {
      throw new IOException(
          "An element of format %d was found in %s, %d was expected: it was written by another version of Thalweg"
              .formatted(format, kind, FORMAT));
    }
    return (T) kind.codec().read(in);
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
    return other instanceof ElementSerializer<?> that && that.kind == kind;
  }

  @Override
  public int hashCode() {
    return kind.name().hashCode();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new Snapshot<>(kind);
  }

  /** Names the kind in savepoints. */
  public static final class Snapshot<T> implements TypeSerializerSnapshot<T> {
    private static final String OURS = "io.thalweg.jobs.";

    private ElementKind kind;

    /** For Flink, which reads the kind afterwards. */
    public Snapshot() {}

    private Snapshot(ElementKind kind) {
      this.kind = kind;
    }

    @Override
    public int getCurrentVersion() {
      return 2;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeUTF(((Enum<?>) kind).getDeclaringClass().getName());
      out.writeUTF(kind.name());
    }

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
      if (version != 2) {
        throw new IOException(
            "A serialiser of version %d was found, 2 was expected: it was written by another version of Thalweg"
                .formatted(version));
      }
      String kinds = in.readUTF();
      String name = in.readUTF();
      kind = kind(kinds, name, loader);
    }

    private static ElementKind kind(String kinds, String name, ClassLoader loader)
        throws IOException {
      try {
        if (kinds.startsWith(OURS)) {
          Object[] constants = Class.forName(kinds, true, loader).getEnumConstants();
          for (Object constant : constants == null ? new Object[0] : constants) {
            if (constant instanceof ElementKind kind && kind.name().equals(name)) {
              return kind;
            }
          }
        }
      } catch (ClassNotFoundException e) {
        // Said below, as for a constant that there is no more.
      }
      throw new IOException(
          "Elements of %s in %s were found: they were written by another version of Thalweg"
              .formatted(name, kinds));
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
      return new ElementSerializer<>(kind);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
        TypeSerializerSnapshot<T> old) {
      return old instanceof Snapshot<T> that && that.kind == kind
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
