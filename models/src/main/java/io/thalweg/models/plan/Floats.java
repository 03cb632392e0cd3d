package io.thalweg.models.plan;

import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Numbers outside the heap, where kernels read and write; valid as long as their arena is open. */
final class Floats {
  private final FloatPointer memory;
  private final long size;
  private final FloatBuffer view;

  /**
   * @param offset of the first number in the memory
   */
  Floats(FloatPointer memory, long offset, long size) {
    // A pointer with another address: where JavaCPP expects any pointer, it ignores positions.
    this.memory = memory.getPointer(offset);
    this.size = size;
    this.view = this.memory.capacity(size).asBuffer();
  }

  /** A part of them, not a copy. */
  Floats slice(long offset, long count) {
    Objects.checkFromIndexSize(offset, count, size);
    return new Floats(memory, offset, count);
  }

  long size() {
    return size;
  }

  FloatPointer pointer() {
    return memory;
  }

  void clear() {
    Pointer.memset(memory, 0, size * Float.BYTES);
  }

  void put(int at, float[] source, int from, int count) {
    view.put(at, source, from, count);
  }

  void get(int at, float[] target, int from, int count) {
    view.get(at, target, from, count);
  }

  void copy(int at, Floats source, int from, int count) {
    view.put(at, source.view, from, count);
  }
}
