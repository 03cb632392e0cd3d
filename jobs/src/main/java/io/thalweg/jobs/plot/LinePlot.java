package io.thalweg.jobs.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Lines in a picture: an SVG that needs no font, script or library to be looked at, light or dark.
 */
public final class LinePlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 34;
  private static final int TOP = 60;
  private static final int BOTTOM = 45;
  private static final int LINES = 5;
  private static final int LEGEND_WIDTH = 205;
  private static final int LEGEND_COLUMNS = 3;

  private static final List<String> LIGHT =
      List.of("#0969da", "#bf5b04", "#1a7f37", "#8250df", "#cf222e", "#57606a");
  private static final List<String> DARK =
      List.of("#58a6ff", "#f0a050", "#56d364", "#bc8cff", "#ff7b72", "#9aa4af");

  private final String title;
  private final String across;
  private final List<Series> series;
  private final int top;
  private final double most;
  private final double distance;
  private final double low;
  private final double high;

  /**
   * A line.
   *
   * @param name in the legend
   * @param xs from 0 on, rising
   * @param ys as many; those that are not finite are left out
   */
  public record Series(String name, double[] xs, double[] ys) {
    private DoubleStream finite() {
      return Arrays.stream(ys).filter(Double::isFinite);
    }
  }

  /**
   * @param across what is counted from left to right
   * @param series one to six
   */
  public LinePlot(String title, String across, List<Series> series) {
    this.title = title;
    this.across = across;
    this.series = List.copyOf(series);
    this.top = TOP + (series.size() - 1) / LEGEND_COLUMNS * 18;
    this.most =
        Math.max(1e-9, series.stream().flatMapToDouble(s -> Arrays.stream(s.xs)).max().orElse(1));
    double least = series.stream().flatMapToDouble(Series::finite).min().orElse(0);
    double greatest = series.stream().flatMapToDouble(Series::finite).max().orElse(1);
    this.distance = distance(greatest - least);
    this.low = Math.floor(least / distance) * distance;
    this.high = Math.max(low + distance, Math.ceil(greatest / distance) * distance);
  }

  /** Of the grid's lines: 1, 2 or 5 of a power of ten, so that there are about {@value #LINES}. */
  private static double distance(double range) {
    double rough = Math.max(range, 1e-3) / LINES;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  /** The file's text. */
  public String svg() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <style>
        svg { background: #fff; color: #333 } text { fill: currentColor }
        .grid { stroke: currentColor; stroke-opacity: .15 } polyline { fill: none; stroke-width: 2 }
        %s
        @media (prefers-color-scheme: dark) { svg { background: #16181d; color: #ddd } %s }
        </style>
        """
            .formatted(WIDTH, HEIGHT, strokes(LIGHT), strokes(DARK)));
    text.append("<text x=\"%d\" y=\"20\" font-size=\"15\">%s</text>\n".formatted(LEFT, of(title)));
    for (int i = 0; i < series.size(); i++) {
      legend(i, text);
    }
    grid(text);
    for (int i = 0; i < series.size(); i++) {
      text.append("<polyline class=\"s%d\" points=\"%s\"/>\n".formatted(i, points(series.get(i))));
    }
    return text.append("</svg>\n").toString();
  }

  /** The second line of a picture is dashed, for those who do not see colours. */
  private String strokes(List<String> colours) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < series.size(); i++) {
      text.append(".s%d { stroke: %s%s } ".formatted(i, colours.get(i), dashes(i)));
    }
    return text.toString();
  }

  private static String dashes(int line) {
    return line == 0 ? "" : "; stroke-dasharray: %d 3".formatted(3 + 2 * line);
  }

  private void legend(int i, StringBuilder text) {
    int x = LEFT + i % LEGEND_COLUMNS * LEGEND_WIDTH;
    int y = 36 + i / LEGEND_COLUMNS * 18;
    text.append(
        "<polyline class=\"s%d\" points=\"%d,%d %d,%d\"/><text x=\"%d\" y=\"%d\">%s</text>\n"
            .formatted(i, x, y, x + 24, y, x + 30, y + 4, of(series.get(i).name())));
  }

  private void grid(StringBuilder text) {
    for (double value = low; value <= high + distance / 2; value += distance) {
      text.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
              LEFT,
              y(value),
              WIDTH - RIGHT,
              y(value),
              LEFT - 8,
              y(value) + 4,
              shown(value)));
    }
    double step = distance(most);
    for (double value = 0; value <= most * (1 + 1e-9); value += step) {
      text.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
              x(value),
              HEIGHT - BOTTOM + 20,
              shown(value)));
    }
    text.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
            .formatted((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, of(across)));
  }

  private String points(Series line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.xs.length; i++) {
      if (Double.isFinite(line.ys[i])) {
        text.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(line.xs[i]), y(line.ys[i])));
      }
    }
    return text.toString().strip();
  }

  private double x(double value) {
    return LEFT + value / most * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - top - BOTTOM);
  }

  private static String shown(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-9
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  private static String of(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
