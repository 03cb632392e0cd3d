package io.thalweg.models.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Owns what lies outside the heap and belongs together: freed together, last first, when it is
 * closed and not when a garbage collector gets to it. May be closed on another thread than the one
 * that filled it.
 */
final class Arena implements AutoCloseable {
  private static final int ALIGNMENT = 64;

  private final Deque<Pointer> owned = new ArrayDeque<>();

  /** Keeps a pointer alive, beyond the scope that it was made in, until the arena is closed. */
  <P extends Pointer> P own(P pointer) {
    pointer.retainReference();
    owned.push(pointer);
    return pointer;
  }

  /** Zeroes, on a cache line's boundary. */
  Floats floats(long size) {
    FloatPointer memory = own(new FloatPointer(size + ALIGNMENT / Float.BYTES));
    long beyond = memory.address() % ALIGNMENT;
    long skipped = beyond == 0 ? 0 : (ALIGNMENT - beyond) / Float.BYTES;
    Floats floats = new Floats(memory, skipped, size);
    floats.clear();
    return floats;
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().releaseReference();
    }
  }
}
