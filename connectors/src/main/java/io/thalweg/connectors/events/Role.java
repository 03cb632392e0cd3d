package io.thalweg.connectors.events;

import io.thalweg.connectors.events.Cell.Kind;
import io.thalweg.connectors.events.EventSchema.TimeFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a field is read for: checks its value and puts it into the draft. */
abstract class Role {
  /** The last millisecond of the year 9999. */
  static final long LATEST = 253_402_300_799_999L;

  final String field;
  final String expected;
  final boolean optional;

  Role(String field, String expected, boolean optional) {
    this.field = field;
    this.expected = expected;
    this.optional = optional;
  }

  /** Reads a value that is not null. */
  abstract void read(Cell cell, Draft draft) throws IOException, Unfit;

  final Unfit unfit(Cell cell) throws IOException {
    return unfit(cell.shown());
  }

  final Unfit unfit(String found) {
    return Unfit.field(field, found, expected);
  }

  /** The text of a cell, once it is known to be short enough and well-formed. */
  final String text(Cell cell, int most) throws IOException, Unfit {
    if (cell.length() > most) {
      throw Unfit.field(field, cell.shown(), "at most " + most + " characters");
    }
    String text = cell.text();
    if (!isWellFormed(text)) {
      throw Unfit.field(field, cell.shown(), "well-formed Unicode (no lone surrogates)");
    }
    return text;
  }

  /**
   * A finite number within a 32-bit float's range. Beyond it no measurement lies, and one such
   * number would make a running variance so large that the others said nothing any more.
   */
  final double number(Cell cell) throws IOException, Unfit {
    double number = cell.number();
    if (!Double.isFinite(number)) {
      throw cell.kind() == Kind.TEXT
          ? Unfit.field(field, cell.shown(), "a finite number without quotes")
          : unfit(cell);
    }
    if (Math.abs(number) > Float.MAX_VALUE) {
      throw Unfit.field(field, cell.shown(), "a number within ±3.4e38");
    }
    return number;
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isSurrogate(character)) {
        boolean pair =
            Character.isHighSurrogate(character)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** A number among the features. */
  static final class Numeric extends Role {
    private final int index;

    Numeric(String field, int index) {
      super(field, "a finite number", false);
      this.index = index;
    }

    @Override
    void read(Cell cell, Draft draft) throws IOException, Unfit {
      draft.numeric[index] = number(cell);
    }
  }

  /** A label that is a number. */
  static final class Quantity extends Role {
    Quantity(String field, boolean optional) {
      super(field, "a finite number", optional);
    }

    @Override
    void read(Cell cell, Draft draft) throws IOException, Unfit {
      draft.label = number(cell);
    }
  }

  /** An image. */
  static final class Image extends Role {
    private static final double WHITE = 255;

    private final int count;
    private final int characters;

    Image(EventSchema.Image image) {
      super(
          image.field(),
          "Base64 of %d bytes (height × width × channels)".formatted(image.size()),
          false);
      count = image.size();
      characters = 4 * ((count + 2) / 3);
    }

    @Override
    void read(Cell cell, Draft draft) throws IOException, Unfit {
      boolean text = cell.kind() == Kind.TEXT || cell.kind() == Kind.UNTYPED;
      if (!text) {
        throw unfit(cell);
      }
      if (cell.length() != characters) {
        throw unfit(cell.length() + " characters");
      }
      byte[] bytes = decoded(cell);
      if (bytes.length != count) {
        throw unfit(bytes.length + " bytes");
      }
      for (int i = 0; i < count; i++) {
        draft.numeric[i] = Byte.toUnsignedInt(bytes[i]) / WHITE;
      }
    }

    private byte[] decoded(Cell cell) throws IOException, Unfit {
      try {
        return Base64.getDecoder().decode(cell.text());
      } catch (IllegalArgumentException notBase64) {
        throw unfit(cell);
      }
    }
  }

  /** A categorical value. */
  static final class Category extends Role {
    private final int index;
    private final int textLength;

    Category(String field, int index, int textLength) {
      super(field, "text, a number, true or false", false);
      this.index = index;
      this.textLength = textLength;
    }

    @Override
    void read(Cell cell, Draft draft) throws IOException, Unfit {
      draft.categories[index] =
          switch (cell.kind()) {
            case TEXT, INTEGER, DECIMAL, BOOLEAN, UNTYPED -> text(cell, textLength);
            default -> throw unfit(cell);
          };
    }
  }

  /** The class. */
  static final class Label extends Role {
    private final Map<String, Integer> indices = new HashMap<>();
    private final int longest;

    Label(String field, List<String> classes, boolean optional) {
      super(field, "one of the classes " + Shown.message(String.join(", ", classes)), optional);
      classes.forEach(name -> indices.put(name, indices.size()));
      this.longest = classes.stream().mapToInt(String::length).max().orElse(0);
    }

    @Override
    void read(Cell cell, Draft draft) throws IOException, Unfit {
      Integer index =
          switch (cell.kind()) {
            case TEXT, INTEGER, DECIMAL, BOOLEAN, UNTYPED ->
                cell.length() > longest ? null : indices.get(cell.text());
            default -> null;
          };
      if (index == null) {
        throw unfit(cell);
      }
      draft.label = index;
    }
  }

  /** What names an event or a sequence. */
  static final class Name extends Role {
    private final boolean key;
    private final int textLength;

    Name(String field, boolean key, boolean optional, int textLength) {
      super(field, "text (not empty) or an integer", optional);
      this.key = key;
      this.textLength = textLength;
    }

    @Override
    void read(Cell cell, Draft draft) throws IOException, Unfit {
      boolean fits =
          switch (cell.kind()) {
            case TEXT, INTEGER, UNTYPED -> cell.length() > 0;
            default -> false;
          };
      if (!fits) {
        throw unfit(cell);
      }
      if (key) {
        draft.key = text(cell, textLength);
      } else {
        draft.id = text(cell, textLength);
      }
    }
  }

  /** The event time. */
  static final class Time extends Role {
    private static final int LONGEST_ISO = 64;
    private final TimeFormat format;
    private final long maxAhead;

    Time(String field, TimeFormat format, long maxAhead) {
      super(
          field,
          switch (format) {
            case MILLIS -> "an integer: milliseconds since 1970-01-01T00:00Z, up to the year 9999";
            case SECONDS -> "a number: seconds since 1970-01-01T00:00Z, up to the year 9999";
            case ISO -> "ISO 8601 text with offset from 1970 on, such as 2026-11-25T07:00:00.000Z,";
          },
          false);
      this.format = format;
      this.maxAhead = maxAhead;
    }

    @Override
    void read(Cell cell, Draft draft) throws IOException, Unfit {
      long time =
          switch (format) {
            case MILLIS -> cell.natural();
            case SECONDS -> seconds(cell.number());
            case ISO -> iso(cell);
          };
      if (time < 0 || time > LATEST) {
        throw unfit(cell);
      }
      // Kafka gives -1 where a record has no timestamp: nothing to compare with.
      if (draft.timestamp >= 0 && time - draft.timestamp > maxAhead) {
        throw tooFarAhead(time, draft.timestamp);
      }
      draft.time = time;
    }

    private static long seconds(double seconds) {
      return Double.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1000) : -1;
    }

    private static long iso(Cell cell) throws IOException {
      boolean text = cell.kind() == Kind.TEXT || cell.kind() == Kind.UNTYPED;
      return text && cell.length() <= LONGEST_ISO ? IsoTime.millis(cell.text()) : -1;
    }

    private Unfit tooFarAhead(long time, long timestamp) {
      return Unfit.field(
          field,
          Instant.ofEpochMilli(time).toString(),
          "at most "
              + maxAhead
              + " ms after the timestamp of the Kafka record ("
              + Instant.ofEpochMilli(timestamp)
              + ")");
    }
  }
}
