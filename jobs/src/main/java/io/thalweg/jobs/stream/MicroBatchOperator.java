package io.thalweg.jobs.stream;

import io.thalweg.connectors.updates.ModelUpdate;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of any number of operators that answer records with a published version of a model, as many
 * at a time as have come within a millisecond. Nothing waits across a checkpoint or a new version.
 *
 * @param <I> what is answered
 * @param <O> the answers
 */
public abstract class MicroBatchOperator<I, O> extends AbstractStreamOperator<O>
    implements TwoInputStreamOperator<I, ModelUpdate, O> {
  /** Most records at a time. */
  protected static final int MICRO_BATCH = 256;

  private static final Logger LOG = LoggerFactory.getLogger(MicroBatchOperator.class);

  private final String stateName;
  private final MicroBatchMetrics measured;

  private transient BroadcastState<String, ModelUpdate> updates;
  private transient FlushTimer flushTimer;
  private transient Histogram recordsInMicroBatch;
  private transient Histogram forwardTime;
  private transient Counter refusedVersions;
  private transient volatile long version; // read by the reporters' threads

  /**
   * @param stateName of what {@link #updates} keeps
   * @param measured what it measures
   */
  protected MicroBatchOperator(
      StreamOperatorParameters<O> parameters, String stateName, MicroBatchMetrics measured) {
    super(parameters);
    this.stateName = stateName;
    this.measured = measured;
  }

  /** Records that wait. */
  protected abstract int waiting();

  /** Computes the answers to what waits. */
  protected abstract void answer();

  /**
   * Sends the answers; nothing waits then.
   *
   * @param now of {@link System#nanoTime}
   */
  protected abstract void send(long now);

  /**
   * Answers with that version from now on.
   *
   * @return its number
   * @throws IllegalArgumentException if it is none, and the one before stays; says why
   */
  protected abstract long become(ModelUpdate update);

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    flushTimer = new FlushTimer(processingTimeService, time -> flush());
    recordsInMicroBatch = measured.recordsInMicroBatch().histogramIn(metrics);
    forwardTime = measured.forwardTime().histogramIn(metrics);
    refusedVersions = measured.refusedVersions().counterIn(metrics);
    updates =
        context
            .getOperatorStateStore()
            .getBroadcastState(
                new MapStateDescriptor<>(
                    stateName, Types.STRING, StreamElement.UPDATE.information(ModelUpdate.class)));
  }

  /** The versions to go on with after a failure. */
  protected final BroadcastState<String, ModelUpdate> updates() {
    return updates;
  }

  /** The version that answers. */
  protected final long version() {
    return version;
  }

  /** Answers with that version from now on, if it is one; whether it is. */
  protected final boolean load(ModelUpdate update) {
    try {
      version = become(update);
      return true;
    } catch (IllegalArgumentException e) {
      refusedVersions.inc();
      if (Long.bitCount(refusedVersions.getCount()) == 1) { // 1, 2, 4, 8 …: some send without end
        LOG.warn(
            "{}: version {} was refused: {}; version {} stays; {} refused so far",
            update.model(),
            update.version(),
            e.getMessage(),
            version,
            refusedVersions.getCount());
      }
      return false;
    }
  }

  /** One more record waits. */
  protected final void added() {
    if (waiting() == MICRO_BATCH) {
      flush();
    } else {
      flushTimer.arm();
    }
  }

  /** Answers what waits. */
  protected final void flush() {
    int size = waiting();
    if (size == 0) {
      return;
    }
    long start = System.nanoTime();
    answer();
    long now = System.nanoTime();
    recordsInMicroBatch.update(size);
    forwardTime.update((now - start) / 1000);
    send(now);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }
}
