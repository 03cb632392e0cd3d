package io.thalweg.jobs.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.AgentProgressJson;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.predictions.PredictionJson;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateReader;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.testing.HurtFlink;
import io.thalweg.jobs.testing.JobGauges;
import io.thalweg.jobs.testing.Streams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Savepoints that earlier versions wrote, in {@code src/test/resources/savepoints}, each with the
 * job file and the records that it had read. A state that this version cannot read any more shows
 * here. New ones are written by
 *
 * <pre>mvn verify -pl jobs -am -Dthalweg.savepoints=DATE -Dtest=OldSavepointsIT
 * -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class OldSavepointsIT {
  private static final Path SAVEPOINTS = Path.of("src/test/resources/savepoints");
  private static final String WRITE = "thalweg.savepoints";

  private static final int EVENTS = 400;
  private static final int STEPS = 60;
  private static final int ENVIRONMENTS = 4;

  private static Streams streams;
  private static HurtFlink flink;

  @BeforeAll
  static void start() throws Exception {
    streams = new Streams();
    flink = HurtFlink.start();
  }

  @AfterEach
  void no_job_is_left() throws Exception {
    flink.cancelAll();
  }

  @AfterAll
  static void stop() throws Exception {
    flink.close();
    streams.close();
  }

  static List<Path> ofSequences() {
    return folders("sequence-");
  }

  static List<Path> ofAgents() {
    return folders("agent-");
  }

  private static List<Path> folders(String prefix) {
    try (Stream<Path> folders = Files.list(SAVEPOINTS)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("ofSequences")
  void sequence_job_goes_on_from_an_old_savepoint(Path folder) throws Exception {
    JobSpec spec = sequence(folder.resolve("job.yaml"));
    writeEvents(spec, 0, EVENTS);
    writeEvents(spec, EVENTS, 2 * EVENTS);
    JobID job = submit(spec, Optional.of(folder.resolve("savepoint")));
    awaitRead(job, List.of("old-events", "old-labels"));
    flink.takeCheckpoint(job);
    flink.stopWithSavepoint(job, Files.createTempDirectory("sequence"), true);

    ModelUpdate newest = newest(spec);
    assertThat(newest.examples()).isEqualTo(2 * EVENTS);
    assertThat(newest.version()).isEqualTo(2 * EVENTS / 32);
    PredictionJson json = new PredictionJson(spec.model().classes());
    List<String> answered =
        streams.read(spec.output().predictions()).stream()
            .map(record -> json.read(record.value()).id())
            .toList();
    assertThat(answered)
        .doesNotHaveDuplicates()
        .containsAll(IntStream.range(EVENTS, 2 * EVENTS).mapToObj(i -> "e" + i).toList())
        .hasSizeLessThan(EVENTS + EVENTS / 2);
  }

  @ParameterizedTest
  @MethodSource("ofAgents")
  void agent_goes_on_from_an_old_savepoint(Path folder) throws Exception {
    AgentJobSpec spec = agent(folder.resolve("job.yaml"));
    writeSteps(spec, 0, STEPS);
    List<String> log = Files.readAllLines(folder.resolve("transitions.jsonl"));
    streams.write(spec.output().transitions(), List.of(log));
    JobID job = submit(spec, Optional.of(folder.resolve("savepoint")));
    writeSteps(spec, STEPS, 2 * STEPS);
    endTime(spec);
    awaitLearned(job, spec, 2 * STEPS * ENVIRONMENTS);
    flink.stopWithSavepoint(job, Files.createTempDirectory("agent"), true);

    List<AgentProgress> told =
        streams.read(spec.output().metrics()).stream()
            .map(record -> AgentProgressJson.read(record.value()))
            .toList();
    assertThat(told.get(0).transitions()).isGreaterThan(STEPS * ENVIRONMENTS / 2);
    AgentProgress last = told.get(told.size() - 1);
    assertThat(last.transitions()).isEqualTo(2 * STEPS * ENVIRONMENTS);
    assertThat(last.policyVersion()).isEqualTo(1 + (2 * STEPS * ENVIRONMENTS - 50) / 4);
    assertThat(last.repeated() + last.interrupted() + last.refused()).isZero();
  }

  @Test
  @EnabledIfSystemProperty(named = WRITE, matches = ".+")
  void savepoints_are_written() throws Exception {
    Path sequence = newFolder("sequence");
    Files.writeString(
        sequence.resolve("job.yaml"),
        """
        name: old-sequence
        input: {topic: old-events, key: key, event-time: t, id: id, out-of-order: 1s}
        features: {numeric: [x, y], categorical: [{name: c, encoding: one-hot, size: 4}], previous-label: true}
        label: {topic: old-labels, id: of, time: t, wait: 60s, idle-timeout: 0s, field: label, classes: [n, w]}
        sequence: 6
        network: {type: lstm, hidden: 4, dropout: 0.1}
        learning: {updater: adam, rate: 0.003, batch: 32, updates: 2, rehearsal: 100, clip-norm: 1, seed: 7}
        checkpoint: 250ms
        parallelism: 2
        state: {max-keys: 3}
        """);
    JobSpec events = sequence(sequence.resolve("job.yaml"));
    writeEvents(events, 0, EVENTS);
    JobID learning = submit(events, Optional.empty());
    awaitRead(learning, List.of("old-events", "old-labels"));
    flink.takeCheckpoint(learning);
    move(learning, sequence);

    Path agent = newFolder("agent");
    Files.writeString(
        agent.resolve("job.yaml"),
        """
        name: old-agent
        environment: cartpole
        agent: {type: dqn, environments: 8, n-step: 3, batch: 16, every: 4, starts: 50, memory: 500, prioritised: 0.6, epsilon-steps: 500}
        network: {hidden: 8}
        publish-every: 10
        checkpoint: 250ms
        parallelism: 2
        rewards: {topic: old-agent.rewards, wait: 1s, out-of-order: 0s, idle-timeout: 0s}
        gate: {episodes: 4}
        """);
    AgentJobSpec steps = agent(agent.resolve("job.yaml"));
    writeSteps(steps, 0, STEPS);
    JobID acting = submit(steps, Optional.empty());
    awaitRead(acting, List.of(steps.input().topic(), "old-agent.rewards"));
    HurtFlink.await().until(() -> log(steps).size() > ENVIRONMENTS * STEPS / 2);
    awaitLearned(acting, steps, log(steps).size());
    move(acting, agent);
    Files.write(agent.resolve("transitions.jsonl"), log(steps));
  }

  private static Path newFolder(String prefix) throws IOException {
    return Files.createDirectories(SAVEPOINTS.resolve(prefix + "-" + System.getProperty(WRITE)));
  }

  /** Stops a job with a savepoint and puts it into a folder. */
  private static void move(JobID job, Path folder) throws Exception {
    Path written =
        Path.of(URI.create(flink.stopWithSavepoint(job, Files.createTempDirectory("s"), false)));
    Path savepoint = Files.createDirectories(folder.resolve("savepoint"));
    try (Stream<Path> files = Files.list(written)) {
      for (Path file : files.toList()) {
        Files.copy(file, savepoint.resolve(file.getFileName()));
      }
    }
  }

  private static JobSpec sequence(Path file) throws IOException {
    JobSpec spec = JobFile.readSequence(file).withBrokers(streams.brokers());
    streams.create(JobTopics.of(spec, 2).toArray(Topic[]::new));
    return spec;
  }

  private static AgentJobSpec agent(Path file) throws IOException {
    AgentJobSpec spec =
        JobFile.parseAgent(file.toString(), Files.readString(file)).withBrokers(streams.brokers());
    streams.create(JobTopics.of(spec, 2).toArray(Topic[]::new));
    return spec;
  }

  private static JobID submit(Job spec, Optional<Path> savepoint) throws Exception {
    var env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    Graphs.build(env, spec, false);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    savepoint.ifPresent(
        folder ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(folder.toAbsolutePath().toUri().toString())));
    return flink.submit(graph);
  }

  /** Returns when all records of topics are read. */
  private static void awaitRead(JobID job, List<String> topics) {
    HurtFlink.await()
        .until(
            () ->
                streams.ends(topics).entrySet().stream()
                    .allMatch(end -> JobGauges.lastRead(job, end.getKey()) == end.getValue() - 1));
  }

  /** Returns when the log has so many entries and the learner has read them. */
  private static void awaitLearned(JobID job, AgentJobSpec spec, int entries) throws Exception {
    HurtFlink.await().until(() -> log(spec).size() >= entries);
    flink.takeCheckpoint(job);
    TopicPartition log = new TopicPartition(spec.output().transitions(), 0);
    HurtFlink.await()
        .until(
            () -> JobGauges.lastRead(job, log) == streams.ends(List.of(log.topic())).get(log) - 1);
  }

  private static List<String> log(AgentJobSpec spec) {
    return streams.read(spec.output().transitions()).stream()
        .map(record -> Streams.text(record.value()))
        .toList();
  }

  private static ModelUpdate newest(JobSpec spec) {
    KafkaSettings settings = KafkaSettings.of(streams.brokers());
    return new UpdateReader(settings.consumerProperties(), Duration.ofMinutes(1))
        .read(spec.output().model(), spec.name(), spec.model().fingerprint(), 1 << 20)
        .newest()
        .orElseThrow();
  }

  /** Events from one to another in two partitions, and labels that come up to ten seconds later. */
  private static void writeEvents(JobSpec spec, int from, int to) throws Exception {
    var random = new Random(from);
    List<List<String>> events = List.of(new ArrayList<>(), new ArrayList<>());
    List<List<String>> labels = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = from; i < to; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      events
          .get(i % 2)
          .add(
              String.format(
                  Locale.ROOT,
                  "{\"id\":\"e%d\",\"key\":\"k%d\",\"t\":%d,\"x\":%.4f,\"y\":%.4f,\"c\":\"%s\"}",
                  i,
                  random.nextInt(5),
                  1_000_000 + i * 100,
                  x,
                  y,
                  "abc".charAt(i % 3)));
      labels
          .get(i % 2)
          .add(
              "{\"of\":\"e%d\",\"t\":%d,\"label\":\"%s\"}"
                  .formatted(i, 1_010_000 + i * 100, x + y > 0 ? "w" : "n"));
    }
    streams.write(spec.input().topic(), events);
    streams.write("old-labels", labels);
  }

  /** Steps that hosts took by themselves, episodes of 25, and for each third a reward later. */
  private static void writeSteps(AgentJobSpec spec, int from, int to) throws Exception {
    List<List<String>> observations = List.of(new ArrayList<>(), new ArrayList<>());
    List<List<String>> rewards = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = from; i < to; i++) {
      for (int e = 0; e < ENVIRONMENTS; e++) {
        int episode = i / 25;
        int step = i % 25;
        long time = 1_000_000 + (i + episode) * 50L;
        if (step == 0) {
          observations.get(e % 2).add(observation(e, episode, 0, time, ""));
        }
        observations.get(e % 2).add(observation(e, episode, step + 1, time + 50, echo(step)));
        if (step % 3 == 0) {
          rewards
              .get(e % 2)
              .add(
                  "{\"environment\":\"e%d\",\"episode\":%d,\"step\":%d,\"time\":%d,\"reward\":5}"
                      .formatted(e, episode, step, time + 500));
        }
      }
    }
    streams.write(spec.input().topic(), observations);
    streams.write(spec.rewards().orElseThrow().topic(), rewards);
  }

  private static String observation(
      int environment, int episode, int step, long time, String more) {
    return String.format(
        Locale.ROOT,
        "{\"environment\":\"e%d\",\"episode\":%d,\"step\":%d,\"time\":%d,\"observation\":[%.3f,%.3f,0.01,0.02]%s}",
        environment,
        episode,
        step,
        time,
        environment * 0.1,
        step * 0.01,
        more);
  }

  private static String echo(int step) {
    return ",\"reward\":1.0,\"terminated\":%s,\"truncated\":false,\"action\":%d,\"probability\":0.5,\"policy_version\":0"
        .formatted(step == 24, step % 2);
  }

  /** No reward comes any more. */
  private static void endTime(AgentJobSpec spec) throws Exception {
    String reward =
        "{\"environment\":\"none\",\"episode\":0,\"step\":0,\"time\":9000000,\"reward\":0}";
    streams.write(spec.rewards().orElseThrow().topic(), List.of(List.of(reward), List.of(reward)));
    streams.write(
        spec.input().topic(),
        List.of(
            List.of(observation(10, 0, 0, 9_000_000, "")),
            List.of(observation(11, 0, 0, 9_000_000, ""))));
  }
}
