package io.thalweg.jobs.sequence;

import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.jobs.sequence.Assembled.LabelledExample;
import io.thalweg.jobs.sequence.Assembled.Unlabelled;
import io.thalweg.jobs.stream.ElementSerializer;
import io.thalweg.jobs.stream.FlushTimer;
import io.thalweg.jobs.stream.Numbers;
import io.thalweg.jobs.stream.Operators;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import io.thalweg.models.learning.Learner;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.learning.Provenance;
import io.thalweg.models.learning.Update;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Test, then train: predicts each example in total order, evaluates it, then learns from it.
 *
 * <p>Guarantees: a prediction is made by a model that has learned from nothing at or after its
 * example; the model is a function of the log. A batch closes by count, by a span of event time or
 * at the end of a bounded stream, never by the wall clock. Predictions between two updates share a
 * forward pass; when that is carried out (by count, by a watermark, after a millisecond, before a
 * checkpoint) changes no result.
 *
 * <p>Price: parallelism 1.
 */
final class SequenceLearner extends AbstractStreamOperator<Prediction>
    implements OneInputStreamOperator<Assembled, Prediction> {

  /** The one key that all of a learner's state is under. */
  static final String KEY = "model";

  /**
   * How a learner works.
   *
   * @param name of the model
   * @param inOrder whether examples come in total order already
   * @param answers whether predictions are sent out (lockstep) or only evaluated
   * @param delayedLabels whether labels come after their events
   * @param batchSpan longest span of event time of a batch in milliseconds; 0: no limit
   * @param publishEvery publish the model and its figures after so many updates
   * @param evaluationWindow examples in the sliding window of the figures
   * @param firstPublication number of the first publication of a learner that starts afresh; larger
   *     than any before under the same name, or readers take its versions for old ones
   */
  record Settings(
      String name,
      ModelSpec model,
      boolean inOrder,
      boolean answers,
      boolean delayedLabels,
      long batchSpan,
      int publishEvery,
      int evaluationWindow,
      long firstPublication)
      implements Serializable {}

  /** Where the learner's other outputs go. */
  record Outputs(
      OutputTag<ModelUpdate> updates,
      OutputTag<LearningProgress> progress,
      OutputTag<Rejected> late)
      implements Serializable {}

  private static final Logger LOG = LoggerFactory.getLogger(SequenceLearner.class);
  private static final int MICRO_BATCH = 256;

  private final Settings settings;
  private final Outputs outputs;
  private final StreamRecord<Prediction> reused = new StreamRecord<>(null);

  private transient Learner learner;
  private transient Ledger ledger;
  private transient LearnerState state;
  private transient OrderBuffer<Assembled> buffer;
  private transient MicroBatch microBatch;
  private transient LearnerMetrics measured;
  private transient FlushTimer flushTimer;

  private SequenceLearner(
      StreamOperatorParameters<Prediction> parameters, Settings settings, Outputs outputs) {
    super(parameters);
    this.settings = settings;
    this.outputs = outputs;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    buffer =
        new OrderBuffer<>(
            "examples",
            new ElementSerializer<>(ElementType.ASSEMBLED),
            element -> KEY,
            getKeyedStateBackend());
    setCurrentKey(KEY);
    Target target = settings.model().target();
    state = new LearnerState(context.getKeyedStateStore());
    learner = state.learner(settings.model());
    ledger = state.ledger(target, settings.evaluationWindow(), settings.firstPublication());
    microBatch = new MicroBatch(MICRO_BATCH, target.width());
    flushTimer = new FlushTimer(processingTimeService, time -> flush());
    measured = new LearnerMetrics(metrics, learner, buffer::size, progress());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    buffer.snapshot();
    setCurrentKey(KEY);
    state.write(learner, ledger);
  }

  @Override
  public void close() throws Exception {
    if (learner != null) {
      learner.close();
    }
    super.close();
  }

  @Override
  public void processElement(StreamRecord<Assembled> element) throws Exception {
    if (settings.inOrder()) {
      // What waited in a savepoint of more subtasks, where examples did not come in order.
      for (Assembled restored; (restored = buffer.pollBefore(element.getValue())) != null; ) {
        take(restored);
      }
      take(element.getValue());
    } else {
      buffer.add(element.getValue());
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    for (Assembled element; (element = buffer.poll(mark.getTimestamp())) != null; ) {
      take(element);
    }
    flush();
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    flush();
    if (learner.pending() > 0) {
      closeBatch();
    }
    if (learner.version() > ledger.publishedVersion()) {
      publish();
    } else if (learner.version() == 0 && !ledger.last().equals(Place.BEFORE_ALL)) {
      output.collect(outputs.progress(), new StreamRecord<>(progress()));
    }
    super.finish();
  }

  private void take(Assembled element) throws Exception {
    if (spanIsOver(element.time())) {
      closeBatch();
    }
    if (element instanceof Example example) {
      predict(example);
    } else if (element instanceof LabelledExample example) {
      flush();
      byte[] answer = state.predicted().get(name(example));
      if (answer != null) {
        state.predicted().remove(name(example));
        evaluate(example.label(), answer);
        learn(example, example.window(), example.label());
      }
    } else if (element instanceof Unlabelled) {
      flush();
      state.predicted().remove(name(element));
    }
  }

  private void predict(Example example) throws Exception {
    if (!ledger.last().isBefore(example)) {
      late(example);
      return;
    }
    ledger.arrived(example);
    microBatch.add(example);
    if (microBatch.isFull()) {
      flush();
    } else {
      flushTimer.arm();
    }
    if (example.labelled()) {
      learn(example, example.window(), example.label());
    }
  }

  private void learn(Assembled element, Row[] window, double label) throws Exception {
    if (learner.full()) {
      closeBatch(); // restored with a smaller batch than what waited
    }
    learner.add(window, label);
    ledger.joined(element);
    if (learner.full()) {
      closeBatch();
    }
  }

  private boolean spanIsOver(long time) {
    return settings.batchSpan() > 0
        && ledger.batchStart() != Long.MIN_VALUE
        && time - ledger.batchStart() > settings.batchSpan();
  }

  private void closeBatch() throws Exception {
    flush();
    long start = System.nanoTime();
    Update update = learner.learn();
    measured.trained(System.nanoTime() - start);
    if (update instanceof Update.Applied applied) {
      ledger.applied(applied.loss());
      if (learner.version() % settings.publishEvery() == 0) {
        publish();
      }
    } else if (update instanceof Update.Refused refused) {
      LOG.warn(
          "Model {}: the update after version {} was refused: {}; offsets up to {}; version {} stays",
          settings.name(),
          refused.version(),
          refused.reason(),
          ledger.batchOffsets(),
          refused.version());
      ledger.refused();
    }
    measured.progress(progress(), learner.examples());
  }

  private void publish() {
    var number = ledger.publish(learner.version());
    output.collect(
        outputs.updates(),
        new StreamRecord<>(
            new ModelUpdate(
                settings.name(),
                learner.version(),
                number,
                learner.examples(),
                ledger.learnedTime(),
                ledger.learnedOffsets(),
                settings.model().fingerprint(),
                Provenance.of(settings.model()),
                learner.model())));
    output.collect(outputs.progress(), new StreamRecord<>(progress()));
  }

  private LearningProgress progress() {
    return ledger.progress(settings.name(), learner.version());
  }

  /** Answers and evaluates what waits, in order, with the model as it is. */
  private void flush() throws Exception {
    if (microBatch.isEmpty()) {
      return;
    }
    int size = microBatch.size();
    long start = System.nanoTime();
    learner.predict(microBatch.windows(), size, microBatch.answers());
    long now = System.nanoTime();
    measured.predicted(size, now - start);
    for (int i = 0; i < size; i++) {
      Example example = microBatch.example(i);
      float[] answer = microBatch.answers()[i];
      if (settings.answers()) {
        var prediction =
            Answers.prediction(
                example,
                settings.model().target(),
                answer,
                learner.version(),
                microBatch.millisSinceArrival(i, now));
        output.collect(reused.replace(prediction, example.time()));
      }
      if (example.labelled()) {
        ledger.evaluate(example.label(), answer, example.previousLabel());
      } else if (settings.delayedLabels()) {
        state.predicted().put(name(example), bytes(answer, example.previousLabel()));
      }
    }
    microBatch.clear();
  }

  private static String name(Assembled element) {
    return element.partition() + "-" + element.offset() + "-" + element.id();
  }

  private static byte[] bytes(float[] answer, double previousLabel) throws IOException {
    var bytes = new ByteArrayOutputStream(12 + 4 * answer.length);
    var out = new DataOutputStream(bytes);
    out.writeDouble(previousLabel);
    Numbers.write(answer, out);
    return bytes.toByteArray();
  }

  private void evaluate(double label, byte[] answer) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(answer));
    double previousLabel = in.readDouble();
    ledger.evaluate(label, Numbers.read(in), previousLabel);
  }

  private void late(Example example) {
    measured.late();
    output.collect(
        outputs.late(),
        new StreamRecord<>(
            Rejected.of(
                example.raw(),
                example.origin(),
                "late: the learner went on while its partition was taken to be idle")));
  }

  static OneInputStreamOperatorFactory<Assembled, Prediction> factory(
      Settings settings, Outputs outputs) {
    return Operators.oneInput(
        SequenceLearner.class, parameters -> new SequenceLearner(parameters, settings, outputs));
  }
}
