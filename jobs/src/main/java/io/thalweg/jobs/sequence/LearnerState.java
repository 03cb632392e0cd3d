package io.thalweg.jobs.sequence;

import io.thalweg.models.features.Target;
import io.thalweg.models.learning.Learner;
import io.thalweg.models.learning.ModelSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * A learner in keyed state under one key: with RocksDB's incremental checkpoints the rehearsal
 * memory, by far the largest part, costs only the chunks that changed.
 */
final class LearnerState {
  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  private final ValueState<byte[]> core;
  private final MapState<Integer, byte[]> rehearsal;
  private final ValueState<byte[]> ledger;
  private final MapState<String, byte[]> predicted;

  LearnerState(KeyedStateStore store) {
    core = store.getState(new ValueStateDescriptor<>("learner", BYTES));
    rehearsal = store.getMapState(new MapStateDescriptor<>("rehearsal", Types.INT, BYTES));
    ledger = store.getState(new ValueStateDescriptor<>("ledger", BYTES));
    predicted = store.getMapState(new MapStateDescriptor<>("predicted", Types.STRING, BYTES));
  }

  /**
   * The learner as it was, or a new one.
   *
   * @throws SuppressRestartsException if the state is of another network or version: trying again
   *     would end the same way
   */
  Learner learner(ModelSpec spec) throws Exception {
    byte[] bytes = core.value();
    if (bytes == null) {
      return Learner.create(spec);
    }
    List<byte[]> chunks = new ArrayList<>();
    for (byte[] chunk : rehearsal.values()) {
      chunks.add(chunk);
    }
    try {
      return Learner.restore(spec, bytes, chunks);
    } catch (IllegalArgumentException e) {
      throw new SuppressRestartsException(e);
    }
  }

  /**
   * The ledger as it was, or a new one.
   *
   * @throws SuppressRestartsException if it is of another version
   */
  Ledger ledger(Target target, int evaluationWindow, long firstPublication) throws IOException {
    byte[] bytes = ledger.value();
    if (bytes == null) {
      return Ledger.create(target, evaluationWindow, firstPublication);
    }
    try {
      return Ledger.read(bytes, target, evaluationWindow);
    } catch (IOException e) {
      throw new SuppressRestartsException(e);
    }
  }

  void write(Learner learner, Ledger newest) throws Exception {
    core.update(learner.core());
    for (Map.Entry<Integer, byte[]> chunk : learner.takeChangedChunks().entrySet()) {
      rehearsal.put(chunk.getKey(), chunk.getValue());
    }
    ledger.update(newest.write());
  }

  /** Answers that wait for their labels, by the event's name. */
  MapState<String, byte[]> predicted() {
    return predicted;
  }
}
