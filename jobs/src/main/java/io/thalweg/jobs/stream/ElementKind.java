package io.thalweg.jobs.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A kind of what travels between tasks, and how it is written. Enums say which there are; their
 * constants' names stand in savepoints, so they may be added to and not changed.
 */
public interface ElementKind {
  /** Name of the constant. */
  String name();

  Codec<?> codec();

  /** For the streams and side outputs whose elements are of class {@code as}. */
  default <T> TypeInformation<T> information(Class<T> as) {
    if (as != codec().type()) {
      throw new IllegalArgumentException(this + " holds " + codec().type() + ", not " + as);
    }
    return new ElementInformation<>(as, new ElementSerializer<>(this));
  }

  /**
   * How elements of a class are written and read.
   *
   * @param <T> the class
   */
  record Codec<T>(Class<T> type, Writer<T> writer, Reader<T> reader) {
    @SuppressWarnings("unchecked") // a serialiser is only given elements of its own kind
    void write(Object element, DataOutput out) throws IOException {
      writer.write((T) element, out);
    }

    T read(DataInput in) throws IOException {
      return reader.read(in);
    }
  }

  /** Writes an element. */
  interface Writer<T> {
    void write(T element, DataOutput out) throws IOException;
  }

  /** Reads what a writer wrote. */
  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }
}
