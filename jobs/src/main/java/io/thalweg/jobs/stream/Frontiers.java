package io.thalweg.jobs.stream;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;

/**
 * The newest event time of each partition, and whether a record is late against its own.
 *
 * <p>So late is a fact of the log: it does not depend on which partition was read first, on
 * watermarks, or on restarts. The frontiers are union state by topic and partition, since a
 * partition may be read by another subtask after a restore; stale entries do no harm, because the
 * newest time wins.
 */
public final class Frontiers {
  private static final ListStateDescriptor<Tuple3<String, Integer, Long>> STATE =
      new ListStateDescriptor<>("frontiers", Types.TUPLE(Types.STRING, Types.INT, Types.LONG));

  private final long disorder;
  private final Map<String, Map<Integer, Long>> newest = new HashMap<>();
  private final ListState<Tuple3<String, Integer, Long>> state;

  /**
   * @param disorder how far, in milliseconds, a record may be behind its partition's newest
   */
  public Frontiers(long disorder, OperatorStateStore store) throws Exception {
    this.disorder = disorder;
    this.state = store.getUnionListState(STATE);
    for (Tuple3<String, Integer, Long> entry : state.get()) {
      partitions(entry.f0).merge(entry.f1, entry.f2, Math::max);
    }
  }

  /** Whether a record is late; if not, its partition's frontier takes it into account. */
  public boolean late(String topic, int partition, long time) {
    Map<Integer, Long> partitions = partitions(topic);
    Long frontier = partitions.get(partition);
    if (frontier == null || time > frontier) {
      partitions.put(partition, time);
      return false;
    }
    return time < frontier - disorder;
  }

  /** The newest event time of a partition that has had records. */
  public long newest(String topic, int partition) {
    return newest.get(topic).get(partition);
  }

  /** Writes all to the state. */
  public void snapshot() throws Exception {
    state.clear();
    for (var topic : newest.entrySet()) {
      for (var partition : topic.getValue().entrySet()) {
        state.add(Tuple3.of(topic.getKey(), partition.getKey(), partition.getValue()));
      }
    }
  }

  private Map<Integer, Long> partitions(String topic) {
    return newest.computeIfAbsent(topic, t -> new HashMap<>());
  }
}
