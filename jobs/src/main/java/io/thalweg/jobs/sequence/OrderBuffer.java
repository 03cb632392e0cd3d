package io.thalweg.jobs.sequence;

import java.util.Collection;
import java.util.Collections;
import java.util.PriorityQueue;

/**
 * Holds elements back until a watermark says that nothing earlier can come, and releases them in
 * total order. Lives on the heap; its operator writes it into keyed state at each checkpoint.
 */
final class OrderBuffer<E extends Ordered> {
  private final PriorityQueue<E> waiting = new PriorityQueue<>(Ordered.TOTAL);

  void add(E element) {
    waiting.add(element);
  }

  /** The earliest element with a time up to {@code watermark}, removed; null if there is none. */
  E poll(long watermark) {
    E first = waiting.peek();
    return first != null && first.time() <= watermark ? waiting.poll() : null;
  }

  int size() {
    return waiting.size();
  }

  /** What waits, in no particular order. */
  Collection<E> elements() {
    return Collections.unmodifiableCollection(waiting);
  }
}
