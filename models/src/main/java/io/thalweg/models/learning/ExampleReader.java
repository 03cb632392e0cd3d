package io.thalweg.models.learning;

import io.thalweg.models.features.Row;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what an {@link ExampleWriter} wrote; sizes are checked against the bytes that are left. */
final class ExampleReader {
  private final DataInputStream in;
  private final List<Row> read = new ArrayList<>();

  /**
   * @param in over an array, so that {@code available} is what is left
   */
  ExampleReader(DataInputStream in) {
    this.in = in;
  }

  Example read() throws IOException {
    double label = in.readDouble();
    Row[] window = new Row[size(Integer.BYTES)];
    for (int i = 0; i < window.length; i++) {
      window[i] = row(in.readInt());
    }
    return new Example(window, label);
  }

  private Row row(int number) throws IOException {
    if (number < 0 || number > read.size()) {
      throw new IOException("row " + number + " found after " + read.size() + " rows");
    }
    if (number == read.size()) {
      read.add(row());
    }
    return read.get(number);
  }

  private Row row() throws IOException {
    double previousLabel = in.readDouble();
    double label = in.readDouble();
    double[] numeric = new double[size(Double.BYTES)];
    for (int i = 0; i < numeric.length; i++) {
      numeric[i] = in.readDouble();
    }
    String[] categories = new String[size(Integer.BYTES)];
    for (int i = 0; i < categories.length; i++) {
      byte[] text = new byte[size(1)];
      in.readFully(text);
      categories[i] = new String(text, StandardCharsets.UTF_8);
    }
    return new Row(numeric, categories, previousLabel, label);
  }

  private int size(int bytesEach) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > in.available() / bytesEach) {
      throw new IOException("size " + size + " found with " + in.available() + " bytes left");
    }
    return size;
  }
}
