package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.events.Malformed;
import io.thalweg.connectors.events.Origin;
import io.thalweg.jobs.stream.Frontiers;
import io.thalweg.jobs.stream.Rejected;
import java.time.Instant;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets valid records through that are not late, chained to their source. The others go to the
 * dead-letter and the late output, with all their bytes and a reason.
 *
 * <p>Guarantee: what is late is a fact of the log (see {@link Frontiers}), the same on every run
 * and after every restore.
 */
final class Gate extends ProcessFunction<Decoded, Decoded> implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final long disorder;
  private final boolean keepRaw;
  private final OutputTag<Rejected> late;
  private final OutputTag<Rejected> deadLetter;

  private transient Frontiers frontiers;
  private transient Counter lateRecords;
  private transient Counter deadLetters;

  /**
   * @param disorder how far, in milliseconds, a record may be behind its partition's newest
   * @param keepRaw whether a record that passes may still turn out to be late further on
   */
  Gate(long disorder, boolean keepRaw, OutputTag<Rejected> late, OutputTag<Rejected> deadLetter) {
    this.disorder = disorder;
    this.keepRaw = keepRaw;
    this.late = late;
    this.deadLetter = deadLetter;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    frontiers = new Frontiers(disorder, context.getOperatorStateStore());
    var metrics = getRuntimeContext().getMetricGroup();
    lateRecords = GateMetrics.LATE_RECORDS.counterIn(metrics);
    deadLetters = GateMetrics.DEAD_LETTER_RECORDS.counterIn(metrics);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    frontiers.snapshot();
  }

  @Override
  public void processElement(Decoded decoded, Context context, Collector<Decoded> out) {
    if (decoded instanceof Malformed malformed) {
      deadLetters.inc();
      context.output(deadLetter, new Rejected(malformed.raw(), malformed.reason()));
    } else if (decoded instanceof Event event) {
      if (onTime(event, event.origin(), event.time(), context)) {
        out.collect(keepRaw ? event : event.withoutRaw());
      }
    } else if (decoded instanceof LabelEvent label) {
      if (onTime(label, label.origin(), label.time(), context)) {
        out.collect(keepRaw ? label : label.withoutRaw());
      }
    }
  }

  private boolean onTime(Decoded decoded, Origin origin, long time, Context context) {
    if (!frontiers.late(origin.topic(), origin.partition(), time)) {
      return true;
    }
    lateRecords.inc();
    var reason =
        "late: its event time %s is more than %d ms behind %s, the newest of partition %d"
            .formatted(
                Instant.ofEpochMilli(time),
                disorder,
                Instant.ofEpochMilli(frontiers.newest(origin.topic(), origin.partition())),
                origin.partition());
    context.output(late, new Rejected(decoded.raw(), reason));
    return false;
  }
}
