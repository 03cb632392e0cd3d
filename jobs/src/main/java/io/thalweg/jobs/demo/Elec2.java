package io.thalweg.jobs.demo;

import io.thalweg.connectors.events.EventSchema;
import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.replay.EventTime;
import io.thalweg.connectors.replay.Replay;
import io.thalweg.jobs.file.JobSpec;
import java.net.URL;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The electricity market of New South Wales: 45,312 half-hours from 7 May 1996 on (Harries, 1999),
 * a stream whose concept drifts.
 */
public final class Elec2 {
  private static final int RECORDS = 45_312;

  private static final String CLASS = "class";
  private static final Map<String, String> CLASSES = Map.of("0", "DOWN", "1", "UP");
  private static final OffsetDateTime START = OffsetDateTime.parse("1996-05-07T00:00+10:00");

  private Elec2() {}

  /** The whole stream. */
  public static DemoStream stream() {
    return new DemoStream("sequence", "electricity.yaml", RECORDS, Optional.empty(), Elec2::replay);
  }

  private static Replay replay(JobSpec spec) {
    EventSchema schema = spec.input().schema();
    check(spec, schema);
    return Replay.of(data())
        .time(
            new EventTime.Generated(
                schema.time(), START.toInstant(), Duration.ofMinutes(30), schema.timeFormat()))
        .map(CLASS, CLASSES);
  }

  private static void check(JobSpec spec, EventSchema schema) {
    if (schema.format() != Format.JSON
        || !CLASS.equals(schema.label())
        || !Set.copyOf(spec.model().classes()).equals(Set.copyOf(CLASSES.values()))) {
      throw new IllegalArgumentException(
          "job '%s': found input.format %s, label.field %s and label.classes %s, expected json, class and [DOWN, UP];"
                  .formatted(spec.name(), schema.format(), schema.label(), spec.model().classes())
              + " start from examples/electricity.yaml, the job of this stream");
    }
  }

  private static URL data() {
    return Objects.requireNonNull(
        Elec2.class.getResource("/io/thalweg/jobs/data/elec2.csv.gz"), "Elec2 is in this jar");
  }
}
