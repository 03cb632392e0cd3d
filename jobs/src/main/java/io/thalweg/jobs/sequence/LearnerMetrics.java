package io.thalweg.jobs.sequence;

import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.LearningProgress.Figures;
import io.thalweg.models.learning.Learner;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** A learner in the Flink dashboard; docs/metrics.md says what each name means. */
final class LearnerMetrics {
  private static final int SAMPLES = 1024;

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
    figure(group, "prequentialAccuracy", Figures::accuracy);
    figure(group, "noChangeAccuracy", Figures::noChangeAccuracy);
    figure(group, "kappa", Figures::kappa);
    figure(group, "kappaTemporal", Figures::kappaTemporal);
    figure(group, "logLoss", Figures::logLoss);
  }

  private void figure(MetricGroup group, String name, ToDoubleFunction<Figures> value) {
    group.gauge(name, (Gauge<Double>) () -> value.applyAsDouble(newest.all()));
    group.gauge(name + "Window", (Gauge<Double>) () -> value.applyAsDouble(newest.window()));
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
