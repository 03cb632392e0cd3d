package io.thalweg.models.learning;

import io.thalweg.models.features.Row;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes examples one after the other. Windows of one key overlap; so a row is written once, where
 * it first comes, and by its number from then on. Rows are the same if their content is, so that
 * equal examples have equal bytes, whether or not they came out of a checkpoint.
 */
final class ExampleWriter {
  private final DataOutput out;
  private final Map<Content, Integer> written = new HashMap<>();

  ExampleWriter(DataOutput out) {
    this.out = out;
  }

  void write(Example example) throws IOException {
    out.writeDouble(example.label());
    out.writeInt(example.window().length);
    for (Row row : example.window()) {
      Integer number = written.putIfAbsent(new Content(row), written.size());
      out.writeInt(number == null ? written.size() - 1 : number);
      if (number == null) {
        write(row);
      }
    }
  }

  private void write(Row row) throws IOException {
    out.writeDouble(row.previousLabel());
    out.writeDouble(row.label());
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

  /** A row by its content: a record compares arrays by identity. */
  private record Content(Row row) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Content content
          && Double.compare(row.previousLabel(), content.row.previousLabel()) == 0
          && Double.compare(row.label(), content.row.label()) == 0
          && Arrays.equals(row.numeric(), content.row.numeric())
          && Arrays.equals(row.categories(), content.row.categories());
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(row.numeric()) + Arrays.hashCode(row.categories());
    }
  }
}
