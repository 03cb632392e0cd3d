package io.thalweg.connectors.events;

import io.thalweg.connectors.events.EventSchema.Format;
import java.io.IOException;
import java.util.List;

/** From the value of a record to a complete draft. Thread-safe. */
final class RecordReader {
  private final Layout layout;
  private final Notation notation;
  private final int recordBytes;

  RecordReader(Format format, Layout layout, List<String> columns, int recordBytes) {
    this.layout = layout;
    this.recordBytes = recordBytes;
    this.notation =
        switch (format) {
          case JSON -> new JsonNotation(layout, recordBytes);
          case CSV -> new CsvNotation(layout, columns);
        };
  }

  Draft read(RawRecord raw) throws Unfit {
    byte[] value = raw.value();
    if (value == null) {
      throw new Unfit("record value: null (a tombstone) found, a record expected");
    }
    if (value.length > recordBytes) {
      throw new Unfit(
          "record value: " + value.length + " bytes found, at most " + recordBytes + " expected");
    }
    Draft draft = new Draft(layout, raw.timestamp());
    try {
      notation.read(value, draft);
    } catch (IOException e) {
      throw new Unfit("record value: not readable: " + Shown.message(String.valueOf(e)));
    }
    layout.checkComplete(draft);
    return draft;
  }
}
