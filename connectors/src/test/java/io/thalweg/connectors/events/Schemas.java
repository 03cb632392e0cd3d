package io.thalweg.connectors.events;

import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.events.EventSchema.Limits;
import io.thalweg.connectors.events.EventSchema.TimeFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the tests of this package read. */
final class Schemas {
  static final Origin ORIGIN = new Origin("events", 3, 42);
  static final long TIMESTAMP = 2_000_000;
  static final long MAX_AHEAD = 1000;
  static final Limits LIMITS = new Limits(4096, 50);

  private Schemas() {}

  static EventSchema json() {
    return json(TimeFormat.MILLIS);
  }

  static EventSchema json(TimeFormat time) {
    return new EventSchema(
        Format.JSON,
        List.of(),
        "market",
        "time",
        time,
        "id",
        List.of("price", "load.now"),
        List.of("region"),
        null,
        "class",
        List.of("DOWN", "UP", "1", "true"),
        LIMITS,
        MAX_AHEAD);
  }

  static EventSchema csv() {
    return new EventSchema(
        Format.CSV,
        List.of("time", "market", "unused", "price", "load.now", "region", "class", "id"),
        "market",
        "time",
        TimeFormat.MILLIS,
        "id",
        List.of("price", "load.now"),
        List.of("region"),
        null,
        "class",
        List.of("DOWN", "UP"),
        LIMITS,
        MAX_AHEAD);
  }

  /** The label is a number. */
  static EventSchema ofNumber() {
    EventSchema json = json();
    return new EventSchema(
        json.format(),
        json.columns(),
        json.key(),
        json.time(),
        json.timeFormat(),
        json.id(),
        json.numeric(),
        json.categories(),
        null,
        json.label(),
        List.of(),
        json.limits(),
        json.maxAhead());
  }

  static LabelSchema labels() {
    return new LabelSchema(
        Format.JSON,
        List.of(),
        "event",
        "at",
        TimeFormat.MILLIS,
        "class",
        List.of("DOWN", "UP"),
        LIMITS,
        MAX_AHEAD);
  }

  static RawRecord raw(String value) {
    return raw(value.getBytes(StandardCharsets.UTF_8));
  }

  static RawRecord raw(byte[] value) {
    return new RawRecord(ORIGIN, TIMESTAMP, null, value);
  }

  /** Images of 2 × 2 pixels. */
  static EventSchema images(Format format) {
    return new EventSchema(
        format,
        format == Format.CSV ? List.of("time", "pixels", "class") : List.of(),
        null,
        "time",
        TimeFormat.MILLIS,
        null,
        List.of(),
        List.of(),
        new EventSchema.Image("pixels", 2, 2, 1),
        "class",
        List.of("0", "1"),
        LIMITS,
        MAX_AHEAD);
  }
}
