package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.events.Malformed;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;

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
    Duration silence = idle.orElse(null); // an Optional does not travel
    return WatermarkStrategy.<Decoded>forGenerator(context -> generator(millis, silence, context))
        .withTimestampAssigner((decoded, timestamp) -> time(decoded, timestamp));
  }

  private static WatermarkGenerator<Decoded> generator(
      long disorder, Duration silence, WatermarkGeneratorSupplier.Context context) {
    var times = new EventTimes(disorder);
    return silence == null
        ? times
        : new ValidOnly(
            new WatermarksWithIdleness<>(times, silence, context.getInputActivityClock()));
  }

  /** A partition of malformed records only is as silent as an empty one: it has no event time. */
  private record ValidOnly(WatermarkGenerator<Decoded> generator)
      implements WatermarkGenerator<Decoded> {
    @Override
    public void onEvent(Decoded decoded, long timestamp, WatermarkOutput output) {
      if (!(decoded instanceof Malformed)) {
        generator.onEvent(decoded, timestamp, output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      generator.onPeriodicEmit(output);
    }
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
