package io.thalweg.jobs.sequence;

import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.predictions.PredictionJson;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateAssembler;
import io.thalweg.connectors.updates.UpdateWriter;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;

/** Runs sequence jobs in a Flink runtime that can be hurt, and collects what they wrote. */
final class Runs implements AutoCloseable {
  private final Streams streams;
  private final MiniCluster cluster;
  private int taskManagers = 1;

  Runs(Streams streams) throws Exception {
    this.streams = streams;
    var configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(4)
                .build());
    cluster.start();
  }

  MiniCluster cluster() {
    return cluster;
  }

  /** Parses a job file and makes the topics that it writes. */
  JobSpec job(String yaml) {
    JobSpec spec = JobFile.parse("test.yaml", yaml).withBrokers(streams.brokers());
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
    cluster.submitJob(graph).get();
    return graph.getJobID();
  }

  /**
   * Stops a job.
   *
   * @param drain whether what still waits for event time is dealt with as at the end of all time
   */
  String stopWithSavepoint(JobID job, Path folder, boolean drain) throws Exception {
    return cluster
        .stopWithSavepoint(job, folder.toUri().toString(), drain, SavepointFormatType.CANONICAL)
        .get(3, TimeUnit.MINUTES);
  }

  /** Returns when a checkpoint holds that all of the job's input has been read. */
  void awaitAllRead(JobSpec spec) {
    var inputs = new ArrayList<>(List.of(spec.input().topic()));
    spec.labels().ifPresent(labels -> inputs.add(labels.topic()));
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> streams.unread(spec.name(), inputs) == 0);
  }

  void awaitEnd(JobID job) throws Exception {
    cluster
        .requestJobResult(job)
        .get(5, TimeUnit.MINUTES)
        .toJobExecutionResult(getClass().getClassLoader());
  }

  /** Begins a checkpoint and does not wait for it. */
  @SuppressWarnings("FutureReturnValueIgnored") // what comes of it is not asked
  void askForCheckpoint(JobID job) {
    cluster.triggerCheckpoint(job);
  }

  /** Takes the task manager away, with whatever its tasks were doing, and brings another. */
  void killTaskManager() throws Exception {
    cluster.terminateTaskManager(taskManagers - 1).get();
    cluster.startTaskManager();
    taskManagers++;
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
        newestModel(spec),
        rejected(spec.output().late()),
        rejected(spec.output().deadLetter()));
  }

  private ModelUpdate newestModel(JobSpec spec) {
    var assembler = new UpdateAssembler(spec.name(), spec.model().fingerprint(), Integer.MAX_VALUE);
    ModelUpdate newest = null;
    for (var record : streams.read(spec.output().model())) {
      var header = record.headers().lastHeader(UpdateWriter.HEADER).value();
      var update = assembler.add(Streams.text(record.key()), header, record.value());
      newest = update.orElse(newest);
    }
    return newest;
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
        + " v"
        + prediction.modelVersion();
  }

  /** A name that no other job of this broker has. */
  static String uniqueName(String prefix) {
    return prefix + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }

  /**
   * What a job wrote.
   *
   * @param predictions by id, each as often as it is in the topic
   * @param model the newest complete model
   * @param late how often each record is in the late topic
   * @param deadLetters how often each record is in the dead-letter topic
   */
  record Written(
      Map<String, List<String>> predictions,
      ModelUpdate model,
      Map<String, Long> late,
      Map<String, Long> deadLetters) {}
}
