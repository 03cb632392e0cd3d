package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Decoder;
import io.thalweg.connectors.events.Decoders;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.kafka.Sources;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobSpec.Serving;
import io.thalweg.jobs.metrics.OperatorMetrics;
import io.thalweg.jobs.stream.JobGraph;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.jobs.stream.StreamElement;
import io.thalweg.jobs.stream.UpdateAssembly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/**
 * The graph of a sequence job, from its topics to its topics.
 *
 * <pre>
 * events ─▶ gate ─▶ (label join) ─▶ sequence assembler ─▶ learner ─┬▶ predictions (lockstep)
 *             │          ▲                       │                 ├▶ model ─┐
 *             ├▶ late  labels ─▶ gate            │                 └▶ metrics │
 *             └▶ dead-letter                     └▶ predictor fleet ◀─────────┘
 *                                                       └▶ predictions (fleet)
 * </pre>
 *
 * <p>With one partition in order and parallelism 1 everything is one chain: no record is serialised
 * between source and sinks.
 */
public final class SequenceJob {
  private final JobSpec spec;
  private final boolean bounded;
  private final JobGraph graph;
  private final Map<String, Integer> partitions;
  private final OutputTag<Rejected> late =
      new OutputTag<>("late", StreamElement.REJECTED.information(Rejected.class));
  private final OutputTag<Rejected> deadLetter =
      new OutputTag<>("dead-letter", StreamElement.REJECTED.information(Rejected.class));
  private final List<DataStream<Rejected>> lateRecords = new ArrayList<>();
  private final List<DataStream<Rejected>> deadLetters = new ArrayList<>();

  private SequenceJob(
      JobSpec spec, boolean bounded, JobGraph graph, Map<String, Integer> partitions) {
    this.spec = spec;
    this.bounded = bounded;
    this.graph = graph;
    this.partitions = partitions;
  }

  /**
   * Adds the job to {@code env} and sets what it depends on there (object reuse, checkpoints,
   * watermark interval); restart strategy and state backend stay the cluster's.
   *
   * @param bounded whether to end where the input topics end now: no partition then counts as idle,
   *     since each comes to its end, and a fleet answers with the versions that were published
   *     before
   * @throws io.thalweg.connectors.kafka.KafkaAccessException if the brokers cannot be reached, an
   *     input topic is missing, or a topic for rejected records takes only short ones
   */
  public static void build(StreamExecutionEnvironment env, JobSpec spec, boolean bounded) {
    var inputs = new ArrayList<>(List.of(spec.input().topic()));
    spec.labels().ifPresent(labels -> inputs.add(labels.topic()));
    JobGraph graph = new JobGraph(spec);
    Map<String, Integer> partitions;
    try (var topics = new Topics(graph.kafka())) {
      partitions = topics.existing(inputs);
      topics.requireRoomForRejected(List.of(spec.output().late(), spec.output().deadLetter()));
    }
    new SequenceJob(spec, bounded, graph, partitions).build(env);
  }

  /** What the operators of such jobs measure. */
  public static List<OperatorMetrics> metrics() {
    return List.of(
        GateMetrics.ALL,
        LabelJoinMetrics.ALL,
        AssemblerMetrics.ALL,
        LearnerMetrics.ALL,
        UpdateAssembly.METRICS,
        FleetMetrics.ALL);
  }

  private void build(StreamExecutionEnvironment env) {
    graph.configure(env);
    var learning =
        SequenceLearning.of(spec.name(), spec.model())
            .parallelism(spec.parallelism())
            .timeToLive(spec.state().timeToLive())
            .maxKeysOnHeap(spec.state().maxKeys())
            .publishEvery(spec.publishEvery())
            .evaluationWindow(spec.evaluationWindow());
    if (isInOrder()) {
      learning.inOrder();
    }
    if (spec.serving() == Serving.FLEET) {
      learning.withoutAnswers();
    }
    spec.labels().ifPresent(labels -> learning.labels(labels(env, labels), labels.patience()));
    var learned = learning.assembleAndLearn(SequenceLearning.events(events(env)));
    lateRecords.add(learned.late());
    DataStream<Prediction> predictions =
        spec.serving() == Serving.FLEET ? fleet(env, learned.examples()) : learned.predictions();
    graph.sink(
        predictions,
        "predictions",
        spec.output().predictions(),
        schema(),
        predictions.getParallelism());
    graph.sinkUpdates(learned.updates(), "model", spec.output().model());
    graph.sink(
        learned.progress(),
        "metrics",
        spec.output().metrics(),
        PredictionRecords.progress(spec.output().metrics()),
        1);
    graph.sinkRejected(lateRecords, "late", spec.output().late());
    graph.sinkRejected(deadLetters, "dead-letter", spec.output().deadLetter());
  }

  private KafkaRecordSerializationSchema<Prediction> schema() {
    return PredictionRecords.predictions(spec.output().predictions(), spec.model().classes());
  }

  private boolean isInOrder() {
    return spec.parallelism() == 1
        && partitions.get(spec.input().topic()) == 1
        && spec.input().outOfOrder().isZero()
        && spec.labels().isEmpty();
  }

  private SingleOutputStreamOperator<Decoded> events(StreamExecutionEnvironment env) {
    var input = spec.input();
    return gated(
        env,
        "events",
        input.topic(),
        Decoders.events(input.schema()),
        input.outOfOrder(),
        input.idleTimeout());
  }

  private DataStream<LabelEvent> labels(StreamExecutionEnvironment env, JobSpec.Labels labels) {
    var gated =
        gated(
            env,
            "labels",
            labels.topic(),
            Decoders.labels(labels.schema()),
            labels.outOfOrder(),
            labels.idleTimeout());
    return gated
        .map(decoded -> (LabelEvent) decoded)
        .returns(ElementType.LABEL.information(LabelEvent.class))
        .name("labels")
        .setParallelism(gated.getParallelism());
  }

  private SingleOutputStreamOperator<Decoded> gated(
      StreamExecutionEnvironment env,
      String name,
      String topic,
      Decoder decoder,
      Duration disorder,
      Optional<Duration> idle) {
    var source =
        Sources.decoded(
            graph.kafka(),
            topic,
            spec.name(),
            spec.input().lost(),
            bounded,
            decoder,
            ElementType.DECODED.information(Decoded.class));
    int subtasks = Math.min(spec.parallelism(), partitions.get(topic));
    var gated =
        env.fromSource(
                source, EventTimes.strategy(disorder, bounded ? Optional.empty() : idle), name)
            .uid(spec.name() + "-" + name)
            .setParallelism(subtasks)
            .process(
                new Gate(disorder.toMillis(), someoneMayBeIdle(), late, deadLetter),
                ElementType.DECODED.information(Decoded.class))
            .name(name + " gate")
            .uid(spec.name() + "-" + name + "-gate")
            .setParallelism(subtasks);
    lateRecords.add(gated.getSideOutput(late));
    deadLetters.add(gated.getSideOutput(deadLetter));
    return gated;
  }

  private boolean someoneMayBeIdle() {
    return spec.input().idleTimeout().isPresent()
        || spec.labels().flatMap(JobSpec.Labels::idleTimeout).isPresent();
  }

  private DataStream<Prediction> fleet(
      StreamExecutionEnvironment env, DataStream<Assembled> examples) {
    var versions =
        graph.versions(
            env, bounded, "fleet", "model updates", "model-updates", List.of(spec.name()));
    return examples
        .connect(versions.broadcast())
        .transform(
            "predictor fleet",
            ElementType.PREDICTION.information(Prediction.class),
            FleetPredictor.factory(spec.model()))
        .uid(spec.name() + "-fleet")
        .setParallelism(spec.parallelism());
  }
}
