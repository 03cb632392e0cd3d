package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import org.apache.flink.runtime.execution.CancelTaskException;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Runs {@link LabelJoin}, and lets a watermark pass only after every timer before it has fired.
 *
 * <p>When a task is cancelled, Flink (2.3) stops firing timers without a word and sends the
 * watermark on all the same. What comes after would then answer events without the labels that
 * precede them, and under at-least-once delivery such an answer can be read.
 */
final class LabelJoinOperator extends KeyedCoProcessOperator<String, Event, LabelEvent, Arrival> {
  private static final long serialVersionUID = 1L;

  LabelJoinOperator(LabelJoin join) {
    super(join);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    getTimeServiceManager().orElseThrow().advanceWatermark(mark);
    if (getContainingTask().isCanceled()) {
      throw new CancelTaskException("the task was cancelled while labels were being joined");
    }
    output.emitWatermark(mark);
  }
}
