package io.thalweg.jobs.sequence;

import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.models.learning.Learner;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** A learner in the Flink dashboard; docs/metrics.md says what each name means. */
final class LearnerMetrics {
  private static final int SAMPLES = 1024;

  /** Of figures, by their names on the metrics topic. */
  private static final Map<String, String> NAMES =
      Map.of(
          "accuracy", "prequentialAccuracy",
          "no_change_accuracy", "noChangeAccuracy",
          "kappa", "kappa",
          "kappa_temporal", "kappaTemporal",
          "log_loss", "logLoss",
          "mean_absolute_error", "meanAbsoluteError",
          "root_mean_squared_error", "rootMeanSquaredError",
          "no_change_mean_absolute_error", "noChangeMeanAbsoluteError",
          "skill", "skill");

  private final Histogram recordsInMicroBatch;
  private final Histogram forwardTime;
  private final Histogram trainingTime;
  private final Counter lateRecords;
  private volatile LearningProgress newest; // read by the reporters' threads
  private volatile long examplesLearned;

  LearnerMetrics(
      MetricGroup group, Learner learner, IntSupplier waitingForOrder, LearningProgress progress) {
    progress(progress, learner.examples()); // reporters may ask as soon as a gauge is registered
    recordsInMicroBatch =
        group.histogram("recordsInMicroBatch", new DescriptiveStatisticsHistogram(SAMPLES));
    forwardTime = group.histogram("forwardTimeMicros", new DescriptiveStatisticsHistogram(SAMPLES));
    trainingTime =
        group.histogram("trainingTimeMicros", new DescriptiveStatisticsHistogram(SAMPLES));
    lateRecords = group.counter("lateRecords");
    group.gauge("examplesLearned", (Gauge<Long>) () -> examplesLearned);
    group.gauge("examplesEvaluated", (Gauge<Long>) () -> newest.examples());
    group.gauge("modelVersion", (Gauge<Long>) () -> newest.modelVersion());
    group.gauge("refusedUpdates", (Gauge<Long>) () -> newest.refused());
    group.gauge("loss", (Gauge<Double>) () -> newest.loss());
    group.gauge("recordsWaitingForOrder", (Gauge<Integer>) waitingForOrder::getAsInt);
    group.gauge("examplesInBatch", (Gauge<Integer>) learner::pending);
    group.gauge("truncatedTexts", (Gauge<Long>) learner::truncatedTexts);
    progress.all().byName().keySet().forEach(name -> figure(group, name));
  }

  private void figure(MetricGroup group, String figure) {
    String name = NAMES.get(figure);
    group.gauge(name, (Gauge<Double>) () -> newest.all().get(figure));
    group.gauge(name + "Window", (Gauge<Double>) () -> newest.window().get(figure));
  }

  final void progress(LearningProgress progress, long learned) {
    examplesLearned = learned;
    newest = progress;
  }

  void predicted(int records, long nanos) {
    recordsInMicroBatch.update(records);
    forwardTime.update(nanos / 1000);
  }

  void trained(long nanos) {
    trainingTime.update(nanos / 1000);
  }

  void late() {
    lateRecords.inc();
  }
}
