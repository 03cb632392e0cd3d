package io.thalweg.environments.classic;

import java.util.Arrays;

/** A plane drawn with letters. */
final class Canvas {
  private final double left;
  private final double bottom;
  private final double width;
  private final double height;
  private final char[][] rows;

  Canvas(double left, double right, double bottom, double top, int columns, int lines) {
    this.left = left;
    this.bottom = bottom;
    width = right - left;
    height = top - bottom;
    rows = new char[lines][columns];
    for (char[] row : rows) {
      Arrays.fill(row, ' ');
    }
  }

  void point(double x, double y, char letter) {
    int column = (int) Math.round((x - left) / width * (rows[0].length - 1));
    int line = (int) Math.round((y - bottom) / height * (rows.length - 1));
    if (column >= 0 && column < rows[0].length && line >= 0 && line < rows.length) {
      rows[rows.length - 1 - line][column] = letter;
    }
  }

  void line(double fromX, double fromY, double toX, double toY, char letter) {
    int points = 2 * (rows.length + rows[0].length);
    for (int i = 0; i <= points; i++) {
      double part = (double) i / points;
      point(fromX + part * (toX - fromX), fromY + part * (toY - fromY), letter);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (char[] row : rows) {
      text.append(new String(row).stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
