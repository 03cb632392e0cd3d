package io.thalweg.jobs.stream;

import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Ends the wait of records for company in their micro-batch: a millisecond after the first of them
 * at the latest. It decides when answers leave, not what they are.
 */
public final class FlushTimer {
  private static final long LONGEST_WAIT_MS = 1;

  private final ProcessingTimeService service;
  private final ProcessingTimeCallback flush;
  private boolean armed;

  /**
   * @param flush what ends the wait
   */
  public FlushTimer(ProcessingTimeService service, ProcessingTimeCallback flush) {
    this.service = service;
    this.flush = flush;
  }

  /** Makes sure that a flush is to come. */
  @SuppressWarnings("FutureReturnValueIgnored") // a timer that fails makes its task fail
  public void arm() {
    if (!armed) {
      armed = true;
      service.registerTimer(service.getCurrentProcessingTime() + LONGEST_WAIT_MS, this::fire);
    }
  }

  private void fire(long time) throws Exception {
    armed = false;
    flush.onProcessingTime(time);
  }
}
