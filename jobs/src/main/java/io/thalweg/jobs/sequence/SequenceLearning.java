package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.sequence.Arrival.EventArrival;
import io.thalweg.jobs.stream.JobGraph;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.jobs.stream.StreamElement;
import io.thalweg.models.learning.Learning.Steps;
import io.thalweg.models.learning.ModelSpec;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * Puts a learner behind any stream of events in a Flink program.
 *
 * <pre>{@code
 * DataStream<Event> events =
 *     readings
 *         .map(r -> Event.of(r.id(), r.machine(), r.time(), r.values(), r.state()))
 *         .returns(SequenceLearning.eventType());
 * SequenceLearning.Results results = SequenceLearning.of("turbines", model).on(events);
 * results.predictions().sinkTo(…);
 * }</pre>
 *
 * <p>The stream must have watermarks: event time is {@link Event#time}, and what a watermark has
 * passed is over. The result is a function of the set of events and not of the order of their
 * arrival, as long as none comes after a watermark past its time; such a one goes to {@link
 * Results#late}. Events of the same time are taken in the order of their ids, so ids are unique.
 *
 * <p>An answer waits until a watermark has passed its event: {@code
 * env.getConfig().setAutoWatermarkInterval} (200 ms unless set) is a bound of the latency.
 */
public final class SequenceLearning {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final String name;
  private final ModelSpec model;
  private int parallelism = 1;
  private boolean inOrder;
  private boolean lockstep = true;
  private Duration timeToLive = Duration.ofDays(30);
  private int maxKeysOnHeap = 10_000;
  private Duration batchSpan = Duration.ZERO;
  private int publishEvery = 10;
  private int evaluationWindow = 1_000;
  private DataStream<LabelEvent> labels;
  private Duration patience = Duration.ZERO;

  private SequenceLearning(String name, ModelSpec model) {
    this.name = name;
    this.model = model;
  }

  /**
   * A learner with the defaults of a job file.
   *
   * @param name of the model, also the first part of its operators' uids: 1 to 200 letters, digits,
   *     dots, dashes and underscores
   */
  public static SequenceLearning of(String name, ModelSpec model) {
    require(NAME.matcher(name).matches(), "name", name, "1 to 200 of A-Z a-z 0-9 . - _");
    return new SequenceLearning(name, model);
  }

  /** How Flink is to write an {@link Event}: for {@code .returns(…)} behind a {@code map}. */
  public static TypeInformation<Event> eventType() {
    return ElementType.EVENT.information(Event.class);
  }

  /** How Flink is to write a {@link LabelEvent}: for {@code .returns(…)} behind a {@code map}. */
  public static TypeInformation<LabelEvent> labelType() {
    return ElementType.LABEL.information(LabelEvent.class);
  }

  /**
   * Subtasks of label join and assembler; the learner itself is always one.
   *
   * @param subtasks from 1 to 128
   */
  public SequenceLearning parallelism(int subtasks) {
    require(
        subtasks >= 1 && subtasks <= JobGraph.MAX_PARALLELISM,
        "parallelism",
        subtasks,
        "1 to " + JobGraph.MAX_PARALLELISM);
    parallelism = subtasks;
    return this;
  }

  /**
   * Labels that come on a stream of their own, by the event's id. It needs watermarks too.
   *
   * @param wait how far apart in event time an event and its label may be
   */
  public SequenceLearning labels(DataStream<LabelEvent> stream, Duration wait) {
    requireTime(!wait.isNegative(), "wait for labels", wait);
    labels = stream;
    patience = wait;
    return this;
  }

  /** After which silence, in event time, a key's sequence starts anew. */
  public SequenceLearning timeToLive(Duration silence) {
    requireTime(silence.compareTo(Duration.ZERO) > 0, "time to live", silence);
    timeToLive = silence;
    return this;
  }

  /** How many keys' sequences each subtask keeps on the heap; the others are in state. */
  public SequenceLearning maxKeysOnHeap(int keys) {
    require(keys >= 1, "keys on the heap", keys, "1 or more");
    maxKeysOnHeap = keys;
    return this;
  }

  /** Closes a batch that is not full when event time has gone on by {@code span}; zero: never. */
  public SequenceLearning batchSpan(Duration span) {
    requireTime(!span.isNegative(), "span of a batch", span);
    batchSpan = span;
    return this;
  }

  /** Publishes the model and its figures after so many updates. */
  public SequenceLearning publishEvery(int updates) {
    require(updates >= 1, "updates between publications", updates, "1 or more");
    publishEvery = updates;
    return this;
  }

  /** Examples in the sliding window of the figures. */
  public SequenceLearning evaluationWindow(int examples) {
    require(examples >= 1, "evaluation window", examples, "1 or more");
    evaluationWindow = examples;
    return this;
  }

  /**
   * The events come in total order (time, partition, offset, id) already, through one subtask: none
   * has to wait for a watermark. Events that break the promise go to {@link Results#late}.
   */
  SequenceLearning inOrder() {
    inOrder = true;
    return this;
  }

  /** The learner does not answer: a fleet of predictors does. */
  SequenceLearning withoutAnswers() {
    lockstep = false;
    return this;
  }

  private static void requireTime(boolean fits, String what, Duration found) {
    require(
        fits && found.compareTo(LONGEST) <= 0,
        what,
        found,
        "a positive time of at most " + LONGEST.toDays() + " days");
  }

  private static void require(boolean fits, String what, Object found, String expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: %s found, %s expected".formatted(what, found, expected));
    }
  }

  /**
   * Adds label join, assembler and learner to the program. Events and labels that the model cannot
   * take go to {@link Results#rejected}.
   */
  public Results on(DataStream<Event> events) {
    var tag = new OutputTag<>("rejected", StreamElement.REJECTED.information(Rejected.class));
    var fitting = checked(events, new FitCheck.OfEvents(model, tag), eventType());
    DataStream<Rejected> rejected = fitting.getSideOutput(tag);
    if (labels == null) {
      return results(assembleAndLearn(fitting, null), rejected);
    }
    var fittingLabels = checked(labels, new FitCheck.OfLabels(model, tag), labelType());
    return results(
        assembleAndLearn(fitting, fittingLabels), rejected.union(fittingLabels.getSideOutput(tag)));
  }

  private static Results results(Learning learning, DataStream<Rejected> rejected) {
    return new Results(
        learning.predictions(), learning.updates(), learning.progress(), learning.late(), rejected);
  }

  private static <T> SingleOutputStreamOperator<T> checked(
      DataStream<T> stream, FitCheck<T> check, TypeInformation<T> type) {
    return stream.process(check, type).name("fit check").setParallelism(stream.getParallelism());
  }

  /** What comes out, and the examples, for a fleet to answer. */
  record Learning(
      DataStream<Prediction> predictions,
      DataStream<ModelUpdate> updates,
      DataStream<LearningProgress> progress,
      DataStream<Rejected> late,
      DataStream<Assembled> examples) {}

  /** Of events and labels that fit the model. */
  Learning assembleAndLearn(DataStream<Event> events) {
    return assembleAndLearn(events, labels);
  }

  private Learning assembleAndLearn(DataStream<Event> events, DataStream<LabelEvent> labels) {
    var late = new OutputTag<>("late", StreamElement.REJECTED.information(Rejected.class));
    boolean delayed = labels != null;
    boolean oneSubtask = parallelism == 1;
    if (inOrder && (!oneSubtask || delayed)) {
      throw new IllegalStateException(
          "Events are only in order in one subtask and without a label stream");
    }
    SingleOutputStreamOperator<Arrival> arrivals =
        delayed ? join(events, labels, late) : pass(events);
    var assembled =
        JobGraph.keyed(arrivals, Arrival::key, oneSubtask)
            .transform(
                "sequence assembler",
                ElementType.ASSEMBLED.information(Assembled.class),
                SequenceAssembler.factory(
                    new SequenceAssembler.Settings(
                        model.events(),
                        model.learning().steps() == Steps.ALL,
                        inOrder,
                        delayed ? patience.toMillis() : -1,
                        timeToLive.toMillis(),
                        maxKeysOnHeap),
                    late))
            .uid(name + "-assembler")
            .setParallelism(parallelism)
            .setMaxParallelism(JobGraph.MAX_PARALLELISM);
    var outputs =
        new SequenceLearner.Outputs(
            new OutputTag<>("updates", StreamElement.UPDATE.information(ModelUpdate.class)),
            new OutputTag<>("progress", ElementType.PROGRESS.information(LearningProgress.class)),
            late);
    var predictions =
        JobGraph.keyed(assembled, element -> SequenceLearner.KEY, oneSubtask)
            .transform(
                "learner: predict, evaluate, learn",
                ElementType.PREDICTION.information(Prediction.class),
                SequenceLearner.factory(
                    new SequenceLearner.Settings(
                        name,
                        model,
                        oneSubtask && !delayed,
                        lockstep,
                        delayed,
                        batchSpan.toMillis(),
                        publishEvery,
                        evaluationWindow,
                        System.currentTimeMillis()),
                    outputs))
            .uid(name + "-learner")
            .setParallelism(1)
            // One for all: the state of a chain has that of its head, and another parallelism of
            // the job chains otherwise.
            .setMaxParallelism(JobGraph.MAX_PARALLELISM);
    DataStream<Rejected> lateRecords =
        assembled.getSideOutput(late).union(predictions.getSideOutput(late));
    return new Learning(
        predictions,
        predictions.getSideOutput(outputs.updates()),
        predictions.getSideOutput(outputs.progress()),
        delayed ? lateRecords.union(arrivals.getSideOutput(late)) : lateRecords,
        assembled);
  }

  private SingleOutputStreamOperator<Arrival> pass(DataStream<Event> events) {
    return events
        .map(event -> (Arrival) new EventArrival(event))
        .returns(ElementType.ARRIVAL.information(Arrival.class))
        .name("arrivals")
        .setParallelism(events.getParallelism());
  }

  private SingleOutputStreamOperator<Arrival> join(
      DataStream<Event> events, DataStream<LabelEvent> labels, OutputTag<Rejected> late) {
    return events
        .keyBy(Event::id)
        .connect(labels.keyBy(LabelEvent::id))
        .transform(
            "label join",
            ElementType.ARRIVAL.information(Arrival.class),
            new LabelJoinOperator(new LabelJoin(patience.toMillis(), late)))
        .uid(name + "-label-join")
        .setParallelism(parallelism)
        .setMaxParallelism(JobGraph.MAX_PARALLELISM);
  }

  /** What {@link Decoded} records that passed a gate become. */
  static DataStream<Event> events(SingleOutputStreamOperator<Decoded> gated) {
    return gated
        .map(decoded -> (Event) decoded)
        .returns(eventType())
        .name("events")
        .setParallelism(gated.getParallelism());
  }

  /**
   * The streams that come out of a learner.
   *
   * @param predictions one per event that was not late, in total order; {@link Prediction#label} is
   *     an index into the model's classes, or {@link Prediction#value} the number
   * @param updates the model, every so many updates and at the end of a bounded stream
   * @param progress figures, with each model update
   * @param late events and labels behind a watermark, each as the record that it came in: null for
   *     events that did not come from Kafka
   * @param rejected events and labels that the model's specification does not allow: another number
   *     of features, a number that is not finite, a label that is no class, or no finite number
   */
  public record Results(
      DataStream<Prediction> predictions,
      DataStream<ModelUpdate> updates,
      DataStream<LearningProgress> progress,
      DataStream<Rejected> late,
      DataStream<Rejected> rejected) {}
}
