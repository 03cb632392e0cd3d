package io.thalweg.connectors.replay;

import io.thalweg.connectors.events.EventSchema.TimeFormat;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Where the event time of a row comes from. */
public sealed interface EventTime {
  /** Field of the record that holds it. */
  String field();

  TimeFormat format();

  /** A column of the file, which stays as it is. */
  record Column(String field, TimeFormat format) implements EventTime {}

  /** A field that is added: {@code start}, and {@code step} more with each row. */
  record Generated(String field, Instant start, Duration step, TimeFormat format)
      implements EventTime {
    /** Milliseconds since the epoch, in a field {@code time}. */
    public Generated(Instant start, Duration step) {
      this("time", start, step, TimeFormat.MILLIS);
    }

    /** Milliseconds since the epoch of the row with this index, from 0. */
    long at(long index) {
      return start.toEpochMilli() + index * step.toMillis();
    }

    /** The JSON value for that time. */
    String json(long millis) {
      return switch (format) {
        case MILLIS -> Long.toString(millis);
        case SECONDS -> BigDecimal.valueOf(millis, 3).toPlainString();
        case ISO -> '"' + Instant.ofEpochMilli(millis).toString() + '"';
      };
    }
  }

  /**
   * Reads a time in this notation.
   *
   * @return milliseconds since the epoch
   * @throws DateTimeException or NumberFormatException where it is none
   */
  static long millis(String text, TimeFormat format) {
    return switch (format) {
      case MILLIS -> Long.parseLong(text);
      case SECONDS -> Math.round(Double.parseDouble(text) * 1000);
      case ISO -> OffsetDateTime.parse(text).toInstant().toEpochMilli();
    };
  }
}
