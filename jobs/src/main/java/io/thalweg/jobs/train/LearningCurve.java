package io.thalweg.jobs.train;

import io.thalweg.jobs.plot.LinePlot;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The returns of a training as a picture. */
public final class LearningCurve {
  private final String title;
  private final List<Point> points;

  /**
   * @param points of evaluations, at least one
   */
  public LearningCurve(String title, List<Point> points) {
    this.title = title;
    this.points = List.copyOf(points);
  }

  /** The file's text. */
  public String svg() {
    String exploring = "as it explores, newest %d episodes".formatted(Episodes.WINDOW);
    return new LinePlot(
            title,
            "environment steps",
            List.of(
                series("greedy policy", Point::greedyMeanReturn),
                series(exploring, Point::meanReturn)))
        .svg();
  }

  private LinePlot.Series series(String name, ToDoubleFunction<Point> value) {
    return new LinePlot.Series(
        name,
        points.stream().mapToDouble(Point::steps).toArray(),
        points.stream().mapToDouble(value).toArray());
  }
}
