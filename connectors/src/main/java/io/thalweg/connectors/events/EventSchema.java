package io.thalweg.connectors.events;

import java.io.Serializable;
import java.util.List;

/**
 * How the records of an event topic are to be read. Fields are named by their JSON name (a dot goes
 * into an object: {@code a.b}) or by their CSV column.
 *
 * @param columns names of the columns in order, for CSV; empty for JSON
 * @param key field of the sequence key; null: the whole topic is one sequence
 * @param time field of the event time
 * @param id field of the event's id; null: topic-partition-offset
 * @param image an image instead of numeric features; null: none
 * @param label field of the label; null: events bring no label
 * @param classes names of the classes, in the order of their indices; none: the label is a number
 * @param maxAhead how many milliseconds an event time may be ahead of the timestamp of its Kafka
 *     record, so that one wrong clock does not make everything after it late
 */
public record EventSchema(
    Format format,
    List<String> columns,
    String key,
    String time,
    TimeFormat timeFormat,
    String id,
    List<String> numeric,
    List<String> categories,
    Image image,
    String label,
    List<String> classes,
    Limits limits,
    long maxAhead)
    implements Serializable {

  public EventSchema {
    if (image != null && !numeric.isEmpty()) {
      throw new IllegalArgumentException(
          "an image and numeric features found, one of the two expected");
    }
  }

  /** Numbers that an event brings. */
  int numbers() {
    return image == null ? numeric.size() : image.size();
  }

  /**
   * An image as Base64 (RFC 4648, with padding) of bytes without sign, row by row, channels last;
   * they become numeric features from 0 to 1.
   *
   * @param height in pixels, like the width
   * @param channels bytes per pixel
   */
  public record Image(String field, int height, int width, int channels) implements Serializable {
    /** Bytes of the image. */
    public int size() {
      return Math.multiplyExact(Math.multiplyExact(height, width), channels);
    }
  }

  /** Notation of a record. */
  public enum Format {
    JSON,
    CSV
  }

  /** Notation of an event time. */
  public enum TimeFormat {
    /** An integer: milliseconds since the epoch. */
    MILLIS,
    /** A number: seconds since the epoch, fractions allowed. */
    SECONDS,
    /** ISO 8601 with an offset or Z, e.g. {@code 2026-11-25T07:00:00Z}. */
    ISO
  }

  /**
   * Bounds that are checked before anything is allocated.
   *
   * @param recordBytes largest record value
   * @param textLength longest id, key or categorical value, in characters
   */
  public record Limits(int recordBytes, int textLength) implements Serializable {
    public static final Limits DEFAULT = new Limits(1 << 20, 1024);
  }
}
