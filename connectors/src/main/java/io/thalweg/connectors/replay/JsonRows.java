package io.thalweg.connectors.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;

/**
 * Rows as JSON objects. What is written as a JSON number becomes one, digit for digit; an empty
 * field becomes null; everything else, columns declared as text, and mapped values become strings.
 */
final class JsonRows {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("").build();

  private final List<String> columns;
  private final SerializedString[] names;
  private final boolean[] text;
  private final List<Map<String, String>> mappings;
  private final SerializedString timeField;
  private final ByteArrayBuilder bytes = new ByteArrayBuilder();
  private final JsonGenerator json;

  /**
   * A writer for one table.
   *
   * @param timeField field that is added, or null
   */
  JsonRows(
      List<String> columns,
      Set<String> text,
      Map<String, Map<String, String>> mappings,
      String timeField) {
    this.columns = columns;
    this.names = columns.stream().map(SerializedString::new).toArray(SerializedString[]::new);
    this.text = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      this.text[i] = text.contains(columns.get(i));
    }
    this.mappings = columns.stream().map(name -> mappings.getOrDefault(name, Map.of())).toList();
    this.timeField = timeField == null ? null : new SerializedString(timeField);
    try {
      this.json = JSON.createGenerator(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes one row.
   *
   * @param place for messages
   * @param time JSON value of the field that is added; unused without one
   */
  byte[] write(CSVRecord row, String place, String time) {
    try {
      bytes.reset();
      json.writeStartObject();
      if (timeField != null) {
        json.writeFieldName(timeField);
        json.writeRawValue(time);
      }
      for (int i = 0; i < names.length; i++) {
        json.writeFieldName(names[i]);
        writeValue(row.get(i), i, place);
      }
      json.writeEndObject();
      json.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeValue(String value, int column, String place) throws IOException {
    if (!mappings.get(column).isEmpty()) {
      json.writeString(mapped(value, column, place));
    } else if (text[column]) {
      json.writeString(value);
    } else if (value.isEmpty()) {
      json.writeNull();
    } else if (NUMBER.matcher(value).matches()) {
      json.writeRawValue(value);
    } else {
      json.writeString(value);
    }
  }

  private String mapped(String value, int column, String place) {
    String mapped = mappings.get(column).get(value);
    if (mapped == null) {
      throw new ReplayException(
          place
              + ": column '"
              + columns.get(column)
              + "': '"
              + value
              + "' found, one of "
              + mappings.get(column).keySet().stream().sorted().toList()
              + " expected: add it to the map of values");
    }
    return mapped;
  }
}
