package io.thalweg.connectors.events;

/**
 * A cell of a line, which may hold text as well as a number.
 *
 * @param quoted whether it stood in quotes
 */
record CsvCell(String text, boolean quoted) implements Cell {
  private static final int DIGITS_OF_LONG = 19;
  private static final int NUMBER_LENGTH = 1000;

  /** Whether there is nothing in it; quotes with nothing between them are an empty text. */
  boolean isAbsent() {
    return text.isEmpty() && !quoted;
  }

  @Override
  public Kind kind() {
    return Kind.UNTYPED;
  }

  @Override
  public double number() {
    if (text.isEmpty() || text.length() > NUMBER_LENGTH || !isNumeric()) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Java's own notation has more (NaN, hexadecimal numbers, 1d): not here. */
  private boolean isNumeric() {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if ((character < '0' || character > '9') && "+-.eE".indexOf(character) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long natural() {
    if (text.isEmpty() || text.length() > DIGITS_OF_LONG) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < '0' || character > '9') {
        return -1;
      }
      number = number * 10 + character - '0';
    }
    return Math.max(-1, number);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public String shown() {
    return quoted ? Shown.quoted(text) : Shown.plain(text);
  }
}
