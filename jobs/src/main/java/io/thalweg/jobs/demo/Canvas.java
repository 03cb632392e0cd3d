package io.thalweg.jobs.demo;

/**
 * Lines of a live view, none wider than the terminal.
 *
 * @param columns width in characters
 * @param colours whether colours are wanted
 */
public record Canvas(int columns, boolean colours) {
  private static final int LABEL = 12;
  private static final int WIDEST_BAR = 40;

  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  /** How much of the whole is done, 0 to 1. */
  String bar(String label, double share) {
    int width = Math.max(5, Math.min(WIDEST_BAR, columns - LABEL - 8));
    int full = (int) Math.round(share * width);
    String left = "█".repeat(full);
    String right = "░".repeat(width - full);
    String percent = " %3d %%".formatted((int) Math.floor(share * 100));
    return paint(BOLD, padded(label)) + paint(GREEN, left) + paint(DIM, right) + percent;
  }

  String line(String label, String text) {
    int room = Math.max(1, columns - LABEL);
    return paint(DIM, padded(label))
        + (text.length() <= room ? text : text.substring(0, room - 1) + "…");
  }

  private static String padded(String label) {
    return label.length() < LABEL
        ? label + " ".repeat(LABEL - label.length())
        : label.substring(0, LABEL - 2) + "… ";
  }

  private String paint(String colour, String text) {
    return colours ? colour + text + PLAIN : text;
  }
}
