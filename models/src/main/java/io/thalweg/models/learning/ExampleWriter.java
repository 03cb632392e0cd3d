package io.thalweg.models.learning;

import io.thalweg.models.features.Row;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;

/**
 * Writes examples one after the other. Windows of one key overlap, and share their rows; so a row
 * is written once, where it first comes, and by its number from then on.
 */
final class ExampleWriter {
  private final DataOutput out;
  private final IdentityHashMap<Row, Integer> written = new IdentityHashMap<>();

  ExampleWriter(DataOutput out) {
    this.out = out;
  }

  void write(Example example) throws IOException {
    out.writeInt(example.label());
    out.writeInt(example.window().length);
    for (Row row : example.window()) {
      Integer number = written.putIfAbsent(row, written.size());
      out.writeInt(number == null ? written.size() - 1 : number);
      if (number == null) {
        write(row);
      }
    }
  }

  private void write(Row row) throws IOException {
    out.writeInt(row.previousLabel());
    out.writeInt(row.numeric().length);
    for (double number : row.numeric()) {
      out.writeDouble(number);
    }
    out.writeInt(row.categories().length);
    for (String category : row.categories()) {
      byte[] text = category.getBytes(StandardCharsets.UTF_8);
      out.writeInt(text.length);
      out.write(text);
    }
  }
}
