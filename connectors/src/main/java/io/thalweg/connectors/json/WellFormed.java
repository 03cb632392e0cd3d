package io.thalweg.connectors.json;

/** Text that UTF-8 can hold. */
public final class WellFormed {
  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /** The text itself, or a copy with U+FFFD for each surrogate without its other half. */
  public static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return repaired(text);
      }
    }
    return text;
  }

  private static String repaired(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point >= 0xD800 && point <= 0xDFFF ? REPLACEMENT : point)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
