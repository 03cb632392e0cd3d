package io.thalweg.jobs.train;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The returns of a training as a picture: an SVG that needs no font, script or library to be looked
 * at, light or dark.
 */
public final class LearningCurve {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 34;
  private static final int TOP = 50;
  private static final int BOTTOM = 45;
  private static final int LINES = 5;

  private final String title;
  private final List<Point> points;
  private final double most;
  private final double low;
  private final double high;

  /**
   * @param points of evaluations, at least one
   */
  public LearningCurve(String title, List<Point> points) {
    this.title = title;
    this.points = points;
    most = points.get(points.size() - 1).steps();
    double least =
        points.stream()
            .flatMap(point -> List.of(point.meanReturn(), point.greedyMeanReturn()).stream())
            .filter(Double::isFinite)
            .mapToDouble(Double::doubleValue)
            .min()
            .orElse(0);
    double greatest =
        points.stream()
            .flatMap(point -> List.of(point.meanReturn(), point.greedyMeanReturn()).stream())
            .filter(Double::isFinite)
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    double distance = distance(greatest - least);
    low = Math.floor(least / distance) * distance;
    high = Math.max(low + distance, Math.ceil(greatest / distance) * distance);
  }

  /** Of the lines: 1, 2 or 5 of a power of ten, so that there are about {@value #LINES}. */
  private static double distance(double range) {
    double rough = Math.max(range, 1e-3) / LINES;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  private double x(double steps) {
    return LEFT + steps / most * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  private String line(ToDoubleFunction<Point> value, String style) {
    String path =
        points.stream()
            .filter(point -> Double.isFinite(value.applyAsDouble(point)))
            .map(
                point ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        x((double) point.steps()),
                        y(value.applyAsDouble(point))))
            .collect(Collectors.joining(" "));
    return "<polyline class=\"%s\" points=\"%s\"/>\n".formatted(style, path);
  }

  /** The file's text. */
  public String svg() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <style>
        svg { background: #fff; color: #333 } text { fill: currentColor }
        .line { stroke: currentColor; stroke-opacity: .15 } .greedy, .exploring { fill: none; stroke-width: 2 }
        .greedy { stroke: #0969da } .exploring { stroke: #bf5b04; stroke-dasharray: 5 3 }
        @media (prefers-color-scheme: dark) { svg { background: #16181d; color: #ddd } .greedy { stroke: #58a6ff } .exploring { stroke: #f0a050 } }
        </style>
        """
            .formatted(WIDTH, HEIGHT));
    text.append(
        "<text x=\"%d\" y=\"20\" font-size=\"15\">%s</text>\n".formatted(LEFT, escaped(title)));
    text.append(
        ("<polyline class=\"greedy\" points=\"%d,36 %d,36\"/><text x=\"%d\" y=\"40\">greedy policy</text>"
                + "<polyline class=\"exploring\" points=\"%d,36 %d,36\"/><text x=\"%d\" y=\"40\">as it explores, newest %d episodes</text>\n")
            .formatted(
                LEFT, LEFT + 24, LEFT + 30, LEFT + 130, LEFT + 154, LEFT + 160, Episodes.WINDOW));
    double distance = distance(high - low);
    for (double value = low; value <= high + distance / 2; value += distance) {
      text.append(
          String.format(
              Locale.ROOT,
              "<line class=\"line\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
              LEFT,
              y(value),
              WIDTH - RIGHT,
              y(value),
              LEFT - 8,
              y(value) + 4,
              shown(value)));
    }
    for (int i = 0; i <= 4; i++) {
      text.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,.0f</text>\n",
              x(most * i / 4),
              HEIGHT - BOTTOM + 20,
              most * i / 4));
    }
    text.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">environment steps</text>\n"
            .formatted((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6));
    text.append(line(Point::meanReturn, "exploring"));
    text.append(line(Point::greedyMeanReturn, "greedy"));
    return text.append("</svg>\n").toString();
  }

  private static String shown(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-9
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
