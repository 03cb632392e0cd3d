package io.thalweg.jobs.sequence;

import io.thalweg.jobs.stream.ElementSerializer;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/**
 * Holds elements back until a watermark says that nothing earlier can come, and releases them in
 * total order.
 *
 * <p>Works on the heap, since most elements wait for milliseconds; only at a checkpoint what waits
 * is written into keyed state, so that it follows its keys when the job is rescaled.
 */
final class OrderBuffer<E extends Ordered> {
  private final PriorityQueue<E> waiting = new PriorityQueue<>(Ordered.TOTAL);
  private final Function<E, String> key;
  private final KeyedStateBackend<String> backend;
  private final ListState<E> state;
  private final Set<String> written = new HashSet<>();

  /** Takes up again what waited at the checkpoint that is being restored. */
  OrderBuffer(
      String name,
      ElementSerializer<E> serializer,
      Function<E, String> key,
      KeyedStateBackend<String> backend)
      throws Exception {
    this.key = key;
    this.backend = backend;
    var descriptor = new ListStateDescriptor<>(name, serializer);
    this.state =
        backend.getPartitionedState(
            VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        descriptor,
        (restoredKey, elements) -> {
          elements.get().forEach(waiting::add);
          written.add(restoredKey);
        });
  }

  void add(E element) {
    waiting.add(element);
  }

  /** The earliest element with a time up to {@code watermark}, removed; null if there is none. */
  E poll(long watermark) {
    E first = waiting.peek();
    return first != null && first.time() <= watermark ? waiting.poll() : null;
  }

  /** The earliest element that comes before {@code other}, removed; null if there is none. */
  E pollBefore(Ordered other) {
    E first = waiting.peek();
    return first != null && Ordered.TOTAL.compare(first, other) < 0 ? waiting.poll() : null;
  }

  int size() {
    return waiting.size();
  }

  /** Writes what waits into the state; changes the backend's current key. */
  void snapshot() throws Exception {
    for (String stale : written) {
      backend.setCurrentKey(stale);
      state.clear();
    }
    written.clear();
    for (E element : waiting) {
      String elementKey = key.apply(element);
      backend.setCurrentKey(elementKey);
      state.add(element);
      written.add(elementKey);
    }
  }
}
