package io.thalweg.connectors.replay;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/** Rows of a table, checked, as records to be sent. */
final class Rows {
  /**
   * A row on its way.
   *
   * @param key null where the replay has none
   * @param elapsedMillis event time less that of the first row; 0 where nothing depends on it
   */
  record Played(byte[] key, byte[] value, long elapsedMillis) {}

  private final TableFile table;
  private final List<String> columns;
  private final JsonRows json;
  private final int keyColumn;
  private final EventTime time;
  private final boolean timed;
  private long index;
  private long skipped;
  private long first;

  /**
   * Rows of {@code table} from where it stands.
   *
   * @param keyColumn -1: none
   * @param time null: none
   * @param timed whether anything depends on elapsed event time
   */
  Rows(
      TableFile table,
      List<String> columns,
      JsonRows json,
      int keyColumn,
      EventTime time,
      boolean timed) {
    this.table = table;
    this.columns = columns;
    this.json = json;
    this.keyColumn = keyColumn;
    this.time = time;
    this.timed = timed;
  }

  /** Goes past so many rows, or all that there are. */
  void skip(long rows) {
    while (index < rows && table.next() != null) {
      index++;
    }
    skipped = index;
  }

  /** The next row, or null at the end. */
  Played next() {
    CSVRecord row = table.next();
    if (row == null) {
      return null;
    }
    if (row.size() != columns.size()) {
      throw new ReplayException(
          table.place()
              + ": "
              + row.size()
              + " fields found, "
              + columns.size()
              + " expected: "
              + columns);
    }
    long millis = timed ? millis(row) : 0;
    first = index == skipped ? millis : first;
    String added =
        time instanceof EventTime.Generated generated ? generated.json(generated.at(index)) : null;
    byte[] value = json.write(row, table.place(), added);
    byte[] key = keyColumn < 0 ? null : row.get(keyColumn).getBytes(StandardCharsets.UTF_8);
    index++;
    return new Played(key, value, millis - first);
  }

  private long millis(CSVRecord row) {
    if (time instanceof EventTime.Generated generated) {
      return generated.at(index);
    }
    String text = row.get(columns.indexOf(time.field()));
    try {
      return EventTime.millis(text, time.format());
    } catch (DateTimeException | NumberFormatException e) {
      throw new ReplayException(
          table.place()
              + ": column '"
              + time.field()
              + "': '"
              + text
              + "' found, a time as "
              + time.format()
              + " expected",
          e);
    }
  }
}
