package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Watermarks of one partition: its newest event time less the allowed disorder, as the gate counts
 * lateness. A malformed record has no event time and moves nothing.
 */
final class EventTimes implements WatermarkGenerator<Decoded> {
  private final long disorder;
  private long newest = Long.MIN_VALUE;

  private EventTimes(long disorder) {
    this.disorder = disorder;
  }

  /**
   * The strategy of a source.
   *
   * @param idle after how long, by the wall clock, a silent partition is not waited for; none:
   *     always waited for, and no result depends on a clock
   */
  static WatermarkStrategy<Decoded> strategy(Duration disorder, Optional<Duration> idle) {
    long millis = disorder.toMillis();
    WatermarkStrategy<Decoded> strategy =
        WatermarkStrategy.<Decoded>forGenerator(context -> new EventTimes(millis))
            .withTimestampAssigner((decoded, timestamp) -> time(decoded, timestamp));
    return idle.isPresent() ? strategy.withIdleness(idle.get()) : strategy;
  }

  private static long time(Decoded decoded, long otherwise) {
    if (decoded instanceof Event event) {
      return event.time();
    }
    return decoded instanceof LabelEvent label ? label.time() : otherwise;
  }

  @Override
  public void onEvent(Decoded decoded, long timestamp, WatermarkOutput output) {
    newest = Math.max(newest, time(decoded, newest));
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (newest != Long.MIN_VALUE) {
      output.emitWatermark(new Watermark(newest - disorder - 1));
    }
  }
}
