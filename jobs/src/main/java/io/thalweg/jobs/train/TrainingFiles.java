package io.thalweg.jobs.train;

import io.thalweg.connectors.json.FiguresJson;
import io.thalweg.connectors.updates.Sha256;
import io.thalweg.jobs.cli.OutputFile;
import java.io.FileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a training leaves behind. That all of it can be written is made sure of before the first
 * step; folders that are missing are made. An evaluation is in the log when it has been made,
 * whatever ends the process then.
 */
final class TrainingFiles implements AutoCloseable {
  private static final String HEAD =
      "steps,seconds,episodes,mean_return,greedy_mean_return,epsilon,version,refused\n";

  private final Optional<Writer> log;
  private final Optional<Path> curve;
  private final Optional<Path> summary;
  private final List<Point> points = new ArrayList<>();

  private TrainingFiles(Optional<Writer> log, Optional<Path> curve, Optional<Path> summary) {
    this.log = log;
    this.curve = curve;
    this.summary = summary;
  }

  /**
   * Begins the log; what else there is at these places stays until it is written.
   *
   * @throws IllegalArgumentException if one of them cannot be written
   */
  static TrainingFiles open(Optional<Path> csv, Optional<Path> curve, Optional<Path> summary) {
    csv.ifPresent(file -> OutputFile.requireWritable("--csv", file));
    curve.ifPresent(file -> OutputFile.requireWritable("--curve", file));
    summary.ifPresent(file -> OutputFile.requireWritable("--summary", file));
    return new TrainingFiles(csv.map(TrainingFiles::begun), curve, summary);
  }

  /** Through a plain stream: a channel would be closed by the interrupt that ends a training. */
  private static Writer begun(Path csv) {
    try {
      Writer log = new FileWriter(csv.toFile(), StandardCharsets.UTF_8);
      log.write(HEAD);
      log.flush();
      return log;
    } catch (IOException e) {
      throw new IllegalArgumentException("--csv: " + e.getMessage(), e);
    }
  }

  /** Adds an evaluation. */
  void add(Point point) {
    points.add(point);
    log.ifPresent(
        file -> {
          try {
            file.write(line(point));
            file.flush();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static String line(Point point) {
    return String.format(
        Locale.ROOT,
        "%d,%.3f,%d,%s,%s,%s,%d,%d\n",
        point.steps(),
        point.seconds(),
        point.episodes(),
        number(point.meanReturn()),
        number(point.greedyMeanReturn()),
        number(point.epsilon()),
        point.version(),
        point.refused());
  }

  /** What does not exist is left empty. */
  private static String number(double figure) {
    return Double.isNaN(figure) ? "" : Double.toString(figure);
  }

  /**
   * Draws what there has been of the curve.
   *
   * @return the picture; empty: none was asked for, or nothing has been evaluated
   */
  Optional<Path> draw(String title) throws IOException {
    if (curve.isEmpty() || points.isEmpty()) {
      return Optional.empty();
    }
    Files.writeString(curve.get(), new LearningCurve(title, points).svg());
    return curve;
  }

  /** Writes the figures of a training that came to its end. */
  void summarise(Experiment experiment, String agent, byte[] policy) throws IOException {
    if (summary.isEmpty()) {
      return;
    }
    Point last = points.get(points.size() - 1);
    new FiguresJson()
        .put("environment", experiment.world().id())
        .put("agent", agent)
        .put("seed", experiment.seed())
        .put("environment_steps", last.steps())
        .put("environment_steps_per_second", last.stepsPerSecond())
        .put("episodes", last.episodes())
        .put("mean_return", last.meanReturn())
        .put("greedy_mean_return", last.greedyMeanReturn())
        .put("policy_version", last.version())
        .put("updates_refused", last.refused())
        .put("policy_checksum", Sha256.of(policy))
        .put("settings", UsedSettings.of(experiment))
        .write(summary.get());
  }

  @Override
  public void close() throws IOException {
    if (log.isPresent()) {
      log.get().close();
    }
  }
}
