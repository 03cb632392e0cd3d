package io.thalweg.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateReader;
import io.thalweg.jobs.cluster.FlinkSession;
import io.thalweg.jobs.cluster.RunningCluster;
import io.thalweg.jobs.cluster.RunningCluster.Running;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A job from its first start to its end, as its operator sees it. */
@Tag("cluster")
@ExtendWith(RunningCluster.class)
class LifecycleIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PART = 320;

  @TempDir private Path folder;
  private final Running running;
  private final Random random = new Random(1);
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private long sent;

  LifecycleIT(Running running) {
    this.running = running;
  }

  @AfterEach
  void no_job_is_left() {
    running.cancelAll(PATIENCE);
  }

  @Test
  void a_job_is_watched_changed_and_stopped_and_keeps_what_it_learned() throws Exception {
    Path file = jobFile(0.003, 8);
    assertThat(run("status", file.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("no job lifecycle");

    send(file);
    FlinkSession session = running.session();
    String first = session.submit(job(file), FlinkSession.Submission.PLAIN);
    ModelUpdate learned = awaitModel(file, PART);
    await().atMost(PATIENCE).until(() -> session.checkpoints(first).latest().isPresent());

    assertThat(run("status", "lifecycle")).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("lifecycle  RUNNING", first, " completed, ", "; the newest 0:00:")
        .doesNotContain("restarts");
    assertThat(run("savepoint", "lifecycle")).isEqualTo(ExitCode.OK);
    assertThat(Path.of(URI.create(out.toString().strip()))).isDirectory();
    assertThat(session.state(first)).isEqualTo("RUNNING");

    another_network_is_refused_before_anything_stops(first);

    Path slower = jobFile(0.001, 8);
    assertThat(run("upgrade", slower.toString(), "--dry-run", brokers())).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).isEqualTo("changes    learning.rate: 0.003 → 0.001\n");
    assertThat(session.job("lifecycle").id()).isEqualTo(first);
    assertThat(run("upgrade", slower.toString(), brokers())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("stopped    with savepoint", "goes on    as job ");
    String second = session.job("lifecycle").id();
    assertThat(second).isNotEqualTo(first);
    send(slower);
    ModelUpdate more = awaitModel(slower, 2 * PART);
    assertThat(more.version()).isGreaterThan(learned.version());
    assertThat(more.examples()).as("learned before and after").isEqualTo(32 * more.version());

    Path larger = jobFile(0.001, 12);
    assertThat(run("upgrade", larger.toString(), brokers(), "--new-model"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("network.hidden: 8 → 12", "a new model begins");
    ModelUpdate anew = awaitModel(larger, 2 * PART);
    assertThat(anew.publication()).isGreaterThan(more.publication());
    assertThat(anew.fingerprint()).isNotEqualTo(more.fingerprint());

    assertThat(run("stop", larger.toString())).isEqualTo(ExitCode.OK);
    assertThat(Path.of(URI.create(out.toString().strip()))).isDirectory();
    assertThat(run("stop", "lifecycle")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("0 jobs of the name lifecycle found");
  }

  private void another_network_is_refused_before_anything_stops(String id) throws IOException {
    Path larger = jobFile(0.003, 12);
    assertThat(run("upgrade", larger.toString(), brokers())).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("it is another model", "network.hidden: 8 → 12", "--new-model");
    assertThat(running.session().job("lifecycle").id()).isEqualTo(id);
  }

  private String brokers() {
    return "--brokers=" + running.broker();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--cluster=" + running.session().dashboard().getAuthority());
    out = new StringWriter();
    err = new StringWriter();
    CommandLine commandLine = Thalweg.commandLine(Terminal.of(Map.of()));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(all.toArray(String[]::new));
  }

  private Path jobFile(double rate, int hidden) throws IOException {
    return Files.writeString(
        folder.resolve("job.yaml"),
        """
        name: lifecycle
        input: {topic: lifecycle.events, key: key, event-time: t, out-of-order: 0s}
        features: {numeric: [x, y]}
        label: {field: label, classes: [n, w]}
        sequence: 4
        network: {type: gru, hidden: %d}
        learning: {rate: %s, batch: 32}
        publish-every: 1
        checkpoint: 1s
        """
            .formatted(hidden, rate));
  }

  private JobSpec job(Path file) throws IOException {
    return JobFile.readSequence(file).withBrokers(running.broker());
  }

  private void send(Path file) throws Exception {
    JobSpec job = job(file);
    try (Topics topics = new Topics(new KafkaSettings(job.kafka()))) {
      topics.create(JobTopics.of(job, 1));
    }
    List<Future<RecordMetadata>> sending = new ArrayList<>();
    try (var producer =
        new KafkaProducer<>(
            new KafkaSettings(job.kafka()).producerProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < PART; i++) {
        byte[] event = event().getBytes(UTF_8);
        sending.add(producer.send(new ProducerRecord<>(job.input().topic(), event)));
      }
      for (Future<RecordMetadata> each : sending) {
        each.get();
      }
    }
  }

  private String event() {
    double x = random.nextGaussian();
    return "{\"key\":\"k\",\"t\":%d,\"x\":%.4f,\"y\":1,\"label\":\"%s\"}"
        .formatted(1_000_000 + 100 * sent++, x, x > 0 ? "w" : "n");
  }

  /** The newest version, when it has learned from so many events. */
  private ModelUpdate awaitModel(Path file, int examples) throws IOException {
    JobSpec job = job(file);
    UpdateReader reader =
        new UpdateReader(new KafkaSettings(job.kafka()).consumerProperties(), PATIENCE);
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                reader
                    .read(job.output().model(), job.name(), job.model().fingerprint(), 1 << 20)
                    .newest(),
            newest -> newest.filter(update -> update.examples() >= examples - 32).isPresent())
        .orElseThrow();
  }
}
