package io.thalweg.jobs.sequence;

import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.predictions.PredictionJson;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateAssembler;
import io.thalweg.connectors.updates.UpdateWriter;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.testing.HurtFlink;
import io.thalweg.jobs.testing.JobGauges;
import io.thalweg.jobs.testing.Streams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.TopicPartition;

/** Runs sequence jobs in a Flink runtime that can be hurt, and collects what they wrote. */
final class Runs implements AutoCloseable {
  private final Streams streams;
  private final HurtFlink flink;

  Runs(Streams streams) throws Exception {
    this.streams = streams;
    flink = HurtFlink.start();
  }

  MiniCluster cluster() {
    return flink.cluster();
  }

  /** Parses a job file and makes the topics that it writes. */
  JobSpec job(String yaml) {
    JobSpec spec = JobFile.parseSequence("test.yaml", yaml).withBrokers(streams.brokers());
    var output = spec.output();
    streams.create(
        Topic.of(output.predictions(), 2),
        Topic.ofModel(output.model()),
        Topic.of(output.metrics(), 1),
        Topic.ofRejected(output.late(), 1),
        Topic.ofRejected(output.deadLetter(), 1));
    return spec;
  }

  JobGraph graph(JobSpec spec, boolean bounded) {
    var env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    SequenceJob.build(env, spec, bounded);
    return env.getStreamGraph().getJobGraph();
  }

  JobID start(JobSpec spec) throws Exception {
    return submit(graph(spec, true));
  }

  /**
   * Starts a job that waits for more when it has read everything.
   *
   * @param savepoint to go on from; null to begin
   */
  JobID startUnbounded(JobSpec spec, String savepoint) throws Exception {
    var graph = graph(spec, false);
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
    }
    return submit(graph);
  }

  private JobID submit(JobGraph graph) throws Exception {
    return flink.submit(graph);
  }

  /**
   * Stops a job.
   *
   * @param drain whether what still waits for event time is dealt with as at the end of all time
   */
  String stopWithSavepoint(JobID job, Path folder, boolean drain) throws Exception {
    return flink.stopWithSavepoint(job, folder, drain);
  }

  /**
   * Returns when the job has read the last record of each partition of its input, which was written
   * after it was started or restored, and has taken a checkpoint since. (The offsets that it
   * commits tell so too, but ten seconds late.)
   */
  void awaitAllRead(JobID job, JobSpec spec) throws Exception {
    var inputs = new ArrayList<>(List.of(spec.input().topic()));
    spec.labels().ifPresent(labels -> inputs.add(labels.topic()));
    Map<TopicPartition, Long> ends = streams.ends(inputs);
    HurtFlink.await()
        .until(
            () ->
                ends.entrySet().stream()
                    .allMatch(end -> JobGauges.lastRead(job, end.getKey()) == end.getValue() - 1));
    takeCheckpoint(job);
  }

  void awaitEnd(JobID job) throws Exception {
    flink.awaitEnd(job);
  }

  /** Returns when the job's learner has applied so many updates. */
  void awaitVersion(JobID job, long version) {
    HurtFlink.await().until(() -> JobGauges.version(job) >= version);
  }

  void takeCheckpoint(JobID job) throws Exception {
    flink.takeCheckpoint(job);
  }

  void beginCheckpoint(JobID job) {
    flink.beginCheckpoint(job);
  }

  CheckpointStatsCounts checkpoints(JobID job) throws Exception {
    return flink.checkpoints(job);
  }

  void cancelAll() throws Exception {
    flink.cancelAll();
  }

  void killTaskManager() throws Exception {
    flink.killTaskManager();
  }

  /** What a job wrote. */
  Written written(JobSpec spec) {
    var json = new PredictionJson(spec.model().classes());
    Map<String, List<String>> predictions =
        streams.read(spec.output().predictions()).stream()
            .map(record -> json.read(record.value()))
            .collect(
                Collectors.groupingBy(
                    Prediction::id,
                    TreeMap::new,
                    Collectors.mapping(Runs::text, Collectors.toList())));
    return new Written(
        predictions,
        models(spec),
        progress(spec),
        rejected(spec.output().late()),
        rejected(spec.output().deadLetter()));
  }

  private List<ModelUpdate> models(JobSpec spec) {
    var assembler = new UpdateAssembler(spec.name(), spec.model().fingerprint(), Integer.MAX_VALUE);
    var models = new ArrayList<ModelUpdate>();
    for (var record : streams.read(spec.output().model())) {
      var header = record.headers().lastHeader(UpdateWriter.HEADER).value();
      assembler.add(Streams.text(record.key()), header, record.value()).ifPresent(models::add);
    }
    return models;
  }

  /** Figures as they were published; the model's name, which differs from run to run, left out. */
  private List<String> progress(JobSpec spec) {
    return streams.read(spec.output().metrics()).stream()
        .map(record -> Streams.text(record.value()).replace(spec.name(), "NAME"))
        .toList();
  }

  private Map<String, Long> rejected(String topic) {
    return streams.read(topic).stream()
        .collect(
            Collectors.groupingBy(
                record ->
                    Streams.header(record, "thalweg-topic")
                        + "-"
                        + Streams.header(record, "thalweg-partition")
                        + "-"
                        + Streams.header(record, "thalweg-offset")
                        + " "
                        + Streams.text(record.value()),
                TreeMap::new,
                Collectors.counting()));
  }

  /** All of a prediction but how long it took, which no law covers. */
  private static String text(Prediction prediction) {
    return prediction.key()
        + " "
        + prediction.time()
        + " "
        + prediction.label()
        + " "
        + Arrays.toString(prediction.probabilities())
        + " "
        + prediction.value()
        + " v"
        + prediction.modelVersion();
  }

  /** A name that no other job of this broker has. */
  static String uniqueName(String prefix) {
    return prefix + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  }

  @Override
  public void close() throws Exception {
    flink.close();
  }

  /**
   * What a job wrote.
   *
   * @param predictions by id, each as often as it is in the topic
   * @param models each complete one as often as it was published
   * @param progress each record of figures as often as it is in the topic
   * @param late how often each record is in the late topic
   * @param deadLetters how often each record is in the dead-letter topic
   */
  record Written(
      Map<String, List<String>> predictions,
      List<ModelUpdate> models,
      List<String> progress,
      Map<String, Long> late,
      Map<String, Long> deadLetters) {
    ModelUpdate model() {
      return models.get(models.size() - 1);
    }
  }
}
