package io.thalweg.connectors.events;

/** Walks along the cells of a line. */
final class CsvLine {
  private final CharSequence text;
  private int at;
  private boolean ended;

  CsvLine(CharSequence text) {
    this.text = text;
  }

  /** Whether another cell follows. */
  boolean hasNext() {
    return !ended;
  }

  CsvCell next(int column) throws Unfit {
    skipBlanks();
    CsvCell cell = at < text.length() && text.charAt(at) == '"' ? quoted(column) : plain(column);
    if (at < text.length() && text.charAt(at) == ',') {
      at++;
    } else {
      end();
    }
    return cell;
  }

  private CsvCell plain(int column) throws Unfit {
    int start = at;
    int end = at;
    for (; at < text.length() && !isEndOfCell(text.charAt(at)); at++) {
      if (text.charAt(at) == '"') {
        throw unfit(column, "a quote inside a cell that does not begin with one");
      }
      end = isBlank(text.charAt(at)) ? end : at + 1;
    }
    return new CsvCell(text.subSequence(start, end).toString(), false);
  }

  private CsvCell quoted(int column) throws Unfit {
    StringBuilder cell = new StringBuilder();
    for (at++; ; at++) {
      if (at >= text.length()) {
        throw unfit(column, "a quote that is not closed");
      }
      char character = text.charAt(at);
      boolean quote = character == '"';
      if (quote && !(at + 1 < text.length() && text.charAt(at + 1) == '"')) {
        break;
      }
      at += quote ? 1 : 0;
      cell.append(character);
    }
    at++;
    skipBlanks();
    if (at < text.length() && !isEndOfCell(text.charAt(at))) {
      throw unfit(column, "more after the closing quote");
    }
    return new CsvCell(cell.toString(), true);
  }

  private void end() throws Unfit {
    ended = true;
    int rest = text.length() - at;
    boolean one = rest == 1 && (text.charAt(at) == '\n' || text.charAt(at) == '\r');
    boolean two = rest == 2 && text.charAt(at) == '\r' && text.charAt(at + 1) == '\n';
    if (rest != 0 && !one && !two) {
      throw new Unfit("record value: more than one line found, one expected");
    }
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }

  private static boolean isEndOfCell(char character) {
    return character == ',' || character == '\n' || character == '\r';
  }

  private static Unfit unfit(int column, String found) {
    return new Unfit("record value: column " + (column + 1) + " has " + found);
  }
}
