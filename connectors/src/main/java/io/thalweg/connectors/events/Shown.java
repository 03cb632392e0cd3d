package io.thalweg.connectors.events;

import java.util.HexFormat;

/** What was found, fit for a message: short, on one line, printable. */
final class Shown {
  private static final HexFormat HEX = HexFormat.of();
  private static final int FOUND = 40;
  private static final int MESSAGE = 200;

  private Shown() {}

  static String plain(CharSequence text) {
    return shorten(text, FOUND);
  }

  static String quoted(CharSequence text) {
    return "the text \"" + shorten(text, FOUND) + '"';
  }

  static String message(String message) {
    return shorten(message, MESSAGE);
  }

  private static String shorten(CharSequence text, int most) {
    int length = text.length();
    int shown = Math.min(length, most);
    StringBuilder out = new StringBuilder(shown + 24);
    for (int i = 0; i < shown; i++) {
      append(out, text.charAt(i));
    }
    if (length > shown) {
      out.append("… (").append(length).append(" characters)");
    }
    return out.toString();
  }

  private static void append(StringBuilder out, char character) {
    boolean printable =
        character >= ' '
            && character != 0x7f
            && (character < 0x7f || Character.isLetterOrDigit(character));
    if (printable) {
      out.append(character);
    } else {
      out.append("\\u").append(HEX.toHexDigits(character));
    }
  }
}
