package io.thalweg.jobs.demo;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.train.GreedyEvaluation;
import io.thalweg.jobs.train.Point;
import java.util.ArrayList;
import java.util.List;

/** Greedy episodes by published versions, at intervals, in environments that nobody learns in. */
final class Evaluations implements AutoCloseable {
  /** Episodes of an evaluation on the way. */
  private static final int EPISODES = 20;

  /** Episodes of the last one. */
  static final int LAST_EPISODES = 100;

  private static final int COUNT = 20;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final AgentDemoOptions options;
  private final AgentWatcher watcher;
  private final GreedyEvaluation onTheWay;
  private final GreedyEvaluation last;
  private final List<Point> points = new ArrayList<>();
  private long evaluatedAt;

  Evaluations(AgentJobSpec spec, AgentDemoOptions options, AgentWatcher watcher) {
    this.options = options;
    this.watcher = watcher;
    onTheWay =
        new GreedyEvaluation(
            options.world(), spec.agent().greedy(EPISODES), EPISODES, ~options.seed());
    last =
        new GreedyEvaluation(
            options.world(), spec.agent().greedy(LAST_EPISODES), LAST_EPISODES, ~options.seed());
  }

  /** Looks at the newest version, where it is time to. */
  void look(double seconds) {
    long learned = watcher.learned();
    if (learned - evaluatedAt >= options.steps() / COUNT && watcher.newest().isPresent()) {
      evaluatedAt = learned;
      evaluate(onTheWay, seconds);
    }
  }

  /** Looks at the last version; its mean return. */
  double lookAtLast(double seconds) {
    return evaluate(last, seconds);
  }

  private double evaluate(GreedyEvaluation evaluation, double seconds) {
    ModelUpdate version = watcher.newest().orElseThrow();
    AgentProgress progress = watcher.progress().orElseThrow();
    double mean = evaluation.meanReturn(version.payload());
    points.add(
        new Point(
            version.examples(),
            seconds,
            progress.episodes(),
            progress.meanReturn(),
            mean,
            progress.figures().getOrDefault("epsilon", Double.NaN),
            version.version(),
            progress.refused()));
    return mean;
  }

  /** In the order in which they were made. */
  List<Point> points() {
    return List.copyOf(points);
  }

  /** The greedy returns as a line of bars. */
  String sparkline() {
    double low = points.stream().mapToDouble(Point::greedyMeanReturn).min().orElse(0);
    double high = points.stream().mapToDouble(Point::greedyMeanReturn).max().orElse(1);
    StringBuilder line = new StringBuilder();
    for (Point point : points) {
      double share = high > low ? (point.greedyMeanReturn() - low) / (high - low) : 1;
      line.append(BARS.charAt((int) Math.min(BARS.length() - 1, share * BARS.length())));
    }
    return "%s  greedy return from %.1f to %.1f".formatted(line, low, high);
  }

  @Override
  public void close() {
    onTheWay.close();
    last.close();
  }
}
