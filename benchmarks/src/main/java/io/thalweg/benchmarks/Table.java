package io.thalweg.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table for people: the first column to the left, figures to the right. */
public final class Table {
  private final List<String[]> rows = new ArrayList<>();

  public Table(String... header) {
    rows.add(header);
  }

  /** Adds a row with as many cells as the header has. */
  public Table row(String... cells) {
    rows.add(cells);
    return this;
  }

  void print(PrintWriter out) {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        int padding = widths[i] - row[i].length();
        line.append(i == 0 ? row[i] + " ".repeat(padding) : "   " + " ".repeat(padding) + row[i]);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
