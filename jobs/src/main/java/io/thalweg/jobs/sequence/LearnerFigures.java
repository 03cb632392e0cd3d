package io.thalweg.jobs.sequence;

import static io.thalweg.jobs.metrics.DescribedMetric.gauge;

import io.thalweg.jobs.metrics.DescribedMetric;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How good a learner's predictions are: gauges of all of them, and of the newest. */
final class LearnerFigures {
  /**
   * A figure.
   *
   * @param name on the metrics topic
   */
  record Figure(String name, DescribedMetric all, DescribedMetric window) {}

  private static final List<Figure> LIST =
      List.of(
          figure(
              "accuracy",
              "prequentialAccuracy",
              "share",
              "Correct predictions among `examplesEvaluated`; NaN before the first.",
              "Compare with `noChangeAccuracy`, not with 1.",
              "The same over the newest `evaluation-window` examples.",
              "Falls while the other hardly moves: the stream has changed."),
          figure(
              "no_change_accuracy",
              "noChangeAccuracy",
              "share",
              "What answering the key's label before would have reached.",
              "Above the model's: set `features.previous-label: true`."),
          figure(
              "kappa",
              "kappa",
              "at most 1",
              "Cohen's kappa: 0 is as good as chance with the same frequencies of classes.",
              "Near 0 with a high accuracy: one class is nearly all."),
          figure(
              "kappa_temporal",
              "kappaTemporal",
              "at most 1",
              "The same against no change: below 0 is worse than answering the label before.",
              ""),
          figure(
              "log_loss",
              "logLoss",
              "nats",
              "Mean of −ln of the probability given to the label.",
              "Grows while accuracy stays: too sure of itself; lower the rate or the updates per batch."),
          figure(
              "mean_absolute_error",
              "meanAbsoluteError",
              "the label's",
              "Where numbers are forecast, in place of the figures above: mean of the distance between prediction and label.",
              "Compare with `noChangeMeanAbsoluteError`."),
          figure(
              "root_mean_squared_error",
              "rootMeanSquaredError",
              "the label's",
              "Root of the mean of its square, in which few large errors count more.",
              "Much larger than the other: outliers; try `learning.loss: huber`."),
          figure(
              "no_change_mean_absolute_error",
              "noChangeMeanAbsoluteError",
              "the label's",
              "What answering the key's label before would have reached.",
              "Below the model's: set `features.previous-label: true`."),
          figure(
              "skill",
              "skill",
              "at most 1",
              "1 − the first of these / the third: below 0 is worse than answering the label before.",
              ""));

  private static final Map<String, Figure> BY_NAME =
      LIST.stream().collect(Collectors.toMap(Figure::name, Function.identity()));

  private LearnerFigures() {}

  /** The figure of a name on the metrics topic. */
  static Figure named(String name) {
    return BY_NAME.get(name);
  }

  static Stream<DescribedMetric> metrics() {
    return LIST.stream().flatMap(figure -> Stream.of(figure.all(), figure.window()));
  }

  private static Figure figure(
      String name, String metric, String unit, String meaning, String remedy) {
    return figure(name, metric, unit, meaning, remedy, "The same over the window.", "");
  }

  private static Figure figure(
      String name,
      String metric,
      String unit,
      String meaning,
      String remedy,
      String window,
      String ofWindow) {
    return new Figure(
        name,
        gauge(metric, unit, meaning, remedy),
        gauge(metric + "Window", unit, window, ofWindow));
  }
}
