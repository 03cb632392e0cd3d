package io.thalweg.jobs.sequence;

import io.thalweg.jobs.stream.Texts;
import io.thalweg.models.features.Row;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Rows and windows of rows as bytes. */
final class Rows {
  private static final double[] NO_NUMBERS = {};
  private static final String[] NO_CATEGORIES = {};

  private Rows() {}

  static void write(Row[] window, DataOutput out) throws IOException {
    out.writeInt(window.length);
    for (Row row : window) {
      write(row, out);
    }
  }

  static Row[] readWindow(DataInput in) throws IOException {
    Row[] window = new Row[in.readInt()];
    for (int i = 0; i < window.length; i++) {
      window[i] = read(in);
    }
    return window;
  }

  static void write(Row row, DataOutput out) throws IOException {
    writeNumbers(row.numeric(), out);
    writeCategories(row.categories(), out);
    out.writeDouble(row.previousLabel());
    out.writeDouble(row.label());
  }

  static Row read(DataInput in) throws IOException {
    return new Row(readNumbers(in), readCategories(in), in.readDouble(), in.readDouble());
  }

  static void writeNumbers(double[] numbers, DataOutput out) throws IOException {
    out.writeInt(numbers.length);
    for (double number : numbers) {
      out.writeDouble(number);
    }
  }

  static double[] readNumbers(DataInput in) throws IOException {
    int length = in.readInt();
    if (length == 0) {
      return NO_NUMBERS;
    }
    double[] numbers = new double[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = in.readDouble();
    }
    return numbers;
  }

  static void writeCategories(String[] categories, DataOutput out) throws IOException {
    out.writeInt(categories.length);
    for (String category : categories) {
      Texts.write(category, out);
    }
  }

  static String[] readCategories(DataInput in) throws IOException {
    int length = in.readInt();
    if (length == 0) {
      return NO_CATEGORIES;
    }
    String[] categories = new String[length];
    for (int i = 0; i < length; i++) {
      categories[i] = Texts.read(in);
    }
    return categories;
  }
}
