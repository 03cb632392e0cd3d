package io.thalweg.jobs.sequence;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/**
 * The sequences of a subtask's keys: the most recently used on the heap, written back to keyed
 * state when they leave it and at each checkpoint. A sequence in state is bytes: nothing aliases
 * it, with any state backend.
 */
final class KeySequences {
  private final int steps;
  private final boolean ownLabels;
  private final int maxOnHeap;
  private final KeyedStateBackend<String> backend;
  private final ValueState<byte[]> state;
  private final Map<String, KeySequence> heap = new LinkedHashMap<>(16, 0.75f, true);

  KeySequences(int steps, boolean ownLabels, int maxOnHeap, KeyedStateBackend<String> backend)
      throws Exception {
    this.ownLabels = ownLabels;
    this.steps = steps;
    this.maxOnHeap = maxOnHeap;
    this.backend = backend;
    this.state =
        backend.getPartitionedState(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            new ValueStateDescriptor<>("sequence", BytePrimitiveArraySerializer.INSTANCE));
  }

  /** The sequence of {@code key}, which must be the backend's current key. */
  KeySequence get(String key) throws Exception {
    KeySequence sequence = heap.get(key);
    if (sequence == null) {
      sequence = read(state.value());
      heap.put(key, sequence);
      if (heap.size() > maxOnHeap) {
        evictEldest();
        backend.setCurrentKey(key);
      }
    }
    return sequence;
  }

  /** A format that is not known now will not be known after a restart either. */
  private KeySequence read(byte[] bytes) {
    try {
      return bytes == null
          ? new KeySequence(steps, ownLabels)
          : KeySequence.read(bytes, steps, ownLabels);
    } catch (IOException foreign) {
      throw new SuppressRestartsException(foreign);
    }
  }

  private void evictEldest() throws Exception {
    var eldest = heap.entrySet().iterator();
    var entry = eldest.next();
    write(entry.getKey(), entry.getValue());
    eldest.remove();
  }

  /** Forgets {@code key}, which must be the backend's current key. */
  void remove(String key) {
    heap.remove(key);
    state.clear();
  }

  int onHeap() {
    return heap.size();
  }

  /** Writes what has changed into the state; changes the backend's current key. */
  void snapshot() throws Exception {
    for (var entry : heap.entrySet()) {
      write(entry.getKey(), entry.getValue());
    }
  }

  private void write(String key, KeySequence sequence) throws Exception {
    if (sequence.changed()) {
      backend.setCurrentKey(key);
      state.update(sequence.write());
    }
  }
}
