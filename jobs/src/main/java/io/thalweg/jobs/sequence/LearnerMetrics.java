package io.thalweg.jobs.sequence;

import static io.thalweg.jobs.metrics.DescribedMetric.counter;
import static io.thalweg.jobs.metrics.DescribedMetric.gauge;
import static io.thalweg.jobs.metrics.DescribedMetric.histogram;

import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.NativeMemoryMetrics;
import io.thalweg.jobs.metrics.OperatorMetrics;
import io.thalweg.models.learning.Learner;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/** What a {@link SequenceLearner} measures. */
final class LearnerMetrics {
  private static final DescribedMetric EXAMPLES_EVALUATED =
      gauge(
          "examplesEvaluated",
          "examples",
          "Labelled examples whose prediction was compared with their label, each before it was learned.",
          "0 while predictions come: no labels.");

  private static final DescribedMetric EXAMPLES_LEARNED =
      gauge(
          "examplesLearned",
          "examples",
          "Those of them in updates that were applied.",
          "Behind `examplesEvaluated` by more than a batch: see `refusedUpdates`.");

  private static final DescribedMetric EXAMPLES_IN_BATCH =
      gauge(
          "examplesInBatch",
          "examples",
          "Wait until their batch is full, to be learned together.",
          "Stands still while labels come: it cannot, report it.");

  private static final DescribedMetric MODEL_VERSION =
      gauge(
          "modelVersion",
          "updates",
          "Updates applied; the version that answers now.",
          "Stands still: no labels, or every update is refused.");

  private static final DescribedMetric REFUSED_UPDATES =
      gauge(
          "refusedUpdates",
          "updates",
          "Updates that would have made the loss, a parameter or a mean not finite or enormous; none of their batch was learned.",
          "The log names reason and offsets. Lower `learning.rate`, set `learning.clip-norm`, look for absurd numbers at these offsets.");

  private static final DescribedMetric TRUNCATED_TEXTS =
      gauge(
          "truncatedTexts",
          "examples",
          "Learned since the job's last start from the first `features.text.length` words of a longer text.",
          "A large share of all: raise `features.text.length`.");

  private static final DescribedMetric LOSS =
      gauge(
          "loss",
          "nats",
          "`learning.loss` of the newest update's first step, the mean over its examples (nats for a cross-entropy; of numbers, of standardised labels); NaN before the first.",
          "Above ln(classes) for long: worse than guessing evenly; lower the rate. Jumps are usual: it is one batch.");

  private static final DescribedMetric RECORDS_IN_MICRO_BATCH =
      histogram(
          "recordsInMicroBatch",
          "records",
          "Predictions that shared a forward pass, at most 256.",
          "Always 1: little load, which is well. Near 256 always: the learner is the bottleneck.");

  private static final DescribedMetric FORWARD_TIME_MICROS =
      histogram(
          "forwardTimeMicros", "µs", "One forward pass, for all the records that share it.", "");

  private static final DescribedMetric TRAINING_TIME_MICROS =
      histogram(
          "trainingTimeMicros",
          "µs",
          "One update, all its gradient steps.",
          "Times updates per second near one second: the learner is busy with learning; fewer `learning.updates`, larger batches, smaller network.");

  private static final DescribedMetric RECORDS_WAITING_FOR_ORDER =
      gauge(
          "recordsWaitingForOrder",
          "records",
          "Examples that wait for a watermark before they are predicted. Always 0 at parallelism 1 without a label topic.",
          "As in the assembler.");

  private static final DescribedMetric LATE_RECORDS =
      counter(
          "lateRecords",
          "records",
          "Examples out of order here, sent to the late topic. Never, but after idle time-outs.",
          "As in the assembler.");

  static final OperatorMetrics ALL =
      new OperatorMetrics(
          List.of("learner: predict, evaluate, learn"),
          Stream.of(
                  Stream.of(
                      EXAMPLES_EVALUATED,
                      EXAMPLES_LEARNED,
                      EXAMPLES_IN_BATCH,
                      MODEL_VERSION,
                      REFUSED_UPDATES,
                      TRUNCATED_TEXTS,
                      LOSS),
                  LearnerFigures.metrics(),
                  Stream.of(
                      RECORDS_IN_MICRO_BATCH,
                      FORWARD_TIME_MICROS,
                      TRAINING_TIME_MICROS,
                      RECORDS_WAITING_FOR_ORDER,
                      LATE_RECORDS),
                  NativeMemoryMetrics.ALL.stream())
              .flatMap(metrics -> metrics)
              .toList());

  private final Histogram recordsInMicroBatch;
  private final Histogram forwardTime;
  private final Histogram trainingTime;
  private final Counter lateRecords;
  private volatile LearningProgress newest; // read by the reporters' threads
  private volatile long examplesLearned;

  LearnerMetrics(
      MetricGroup group, Learner learner, IntSupplier waitingForOrder, LearningProgress progress) {
    progress(progress, learner.examples()); // reporters may ask as soon as a gauge is registered
    recordsInMicroBatch = RECORDS_IN_MICRO_BATCH.histogramIn(group);
    forwardTime = FORWARD_TIME_MICROS.histogramIn(group);
    trainingTime = TRAINING_TIME_MICROS.histogramIn(group);
    lateRecords = LATE_RECORDS.counterIn(group);
    EXAMPLES_LEARNED.gaugeIn(group, () -> examplesLearned);
    EXAMPLES_EVALUATED.gaugeIn(group, () -> newest.examples());
    MODEL_VERSION.gaugeIn(group, () -> newest.modelVersion());
    REFUSED_UPDATES.gaugeIn(group, () -> newest.refused());
    LOSS.gaugeIn(group, () -> newest.loss());
    RECORDS_WAITING_FOR_ORDER.gaugeIn(group, waitingForOrder::getAsInt);
    EXAMPLES_IN_BATCH.gaugeIn(group, learner::pending);
    TRUNCATED_TEXTS.gaugeIn(group, learner::truncatedTexts);
    progress.all().byName().keySet().forEach(name -> figure(group, name));
    NativeMemoryMetrics.register(group);
  }

  private void figure(MetricGroup group, String name) {
    LearnerFigures.Figure figure = LearnerFigures.named(name);
    figure.all().gaugeIn(group, () -> newest.all().get(name));
    figure.window().gaugeIn(group, () -> newest.window().get(name));
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
