package io.thalweg.jobs.sequence;

import static io.thalweg.jobs.sequence.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Malformed;
import io.thalweg.connectors.events.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class EventTimesTest implements WatermarkOutput, WatermarkGeneratorSupplier.Context {
  private final ManualClock clock = new ManualClock(0);
  private final List<String> out = new ArrayList<>();

  @Override
  public void emitWatermark(Watermark watermark) {
    out.add(String.valueOf(watermark.getTimestamp()));
  }

  @Override
  public void markIdle() {
    out.add("idle");
  }

  @Override
  public void markActive() {
    out.add("active");
  }

  @Override
  public MetricGroup getMetricGroup() {
    return new UnregisteredMetricsGroup();
  }

  @Override
  public RelativeClock getInputActivityClock() {
    return clock;
  }

  private WatermarkGenerator<Decoded> generator(Optional<Duration> idle) {
    return EventTimes.strategy(Duration.ofMillis(10), idle).createWatermarkGenerator(this);
  }

  @Test
  void event_time_is_the_newest_less_the_disorder() {
    var generator = generator(Optional.empty());
    generator.onPeriodicEmit(this);
    generator.onEvent(event("a", 100, 0, 0, 1), 100, this);
    generator.onEvent(event("a", 95, 0, 1, 1), 95, this);
    generator.onPeriodicEmit(this);
    assertThat(out).containsExactly("89");
  }

  /** Law 3: malformed records without end must not stop event time. */
  @Test
  void partition_of_malformed_records_falls_idle() {
    var generator = generator(Optional.of(Duration.ofMillis(100)));
    var malformed =
        new Malformed(Samples.raw(new Origin("events", 0, 0), "?"), "field 'time': missing");
    for (int i = 0; i < 20; i++) {
      generator.onEvent(malformed, 0, this);
      generator.onPeriodicEmit(this);
      clock.advanceTime(Duration.ofMillis(20));
    }
    assertThat(out).containsOnly("idle");
    generator.onEvent(event("a", 100, 0, 0, 1), 100, this);
    generator.onPeriodicEmit(this);
    assertThat(out).endsWith("89");
  }
}
