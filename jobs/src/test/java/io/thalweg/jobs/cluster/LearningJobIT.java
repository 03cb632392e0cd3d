package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.predictions.PredictionJson;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateReader;
import io.thalweg.jobs.cluster.RunningCluster.Running;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Law 1 on a cluster: what a learning job writes does not show what happened to it. */
@Tag("cluster")
@ExtendWith(RunningCluster.class)
class LearningJobIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> VICTIMS =
      List.of(
          "taskmanager-1",
          "broker",
          "taskmanager-2",
          "broker",
          "taskmanager-1",
          "broker",
          "taskmanager-2",
          "broker",
          "taskmanager-1",
          "broker");

  /** Events before each kill, and after the savepoint. */
  private static final int PART = 400;

  private static final int EVENTS = PART * (VICTIMS.size() + 1);

  private final Running running;

  LearningJobIT(Running running) {
    this.running = running;
  }

  @AfterEach
  void no_job_is_left() {
    running.cancelAll(PATIENCE);
  }

  @Test
  void killed_and_rescaled_job_writes_what_an_undisturbed_one_does_from_a_stock_flink_run()
      throws Exception {
    FlinkSession session = running.session();
    JobSpec disturbed = job("disturbed");
    String first = session.submit(disturbed, FlinkSession.Submission.PLAIN);
    int part = 0;
    for (String victim : VICTIMS) {
      send(part);
      part++;
      int under = part * PART - PART / 2;
      await().atMost(PATIENCE).until(() -> predictions(disturbed).size() > under);
      running.kill(victim);
      running.repair();
    }
    String savepoint = session.stopWithSavepoint(first, PATIENCE);
    session.submit(disturbed, new FlinkSession.Submission(Optional.of(2), Optional.of(savepoint)));
    send(part);
    sendLast();
    await().atMost(PATIENCE).until(() -> predictions(disturbed).size() >= EVENTS);

    JobSpec undisturbed = job("undisturbed");
    Path file = running.folder().resolve("undisturbed.yaml");
    Files.writeString(file, JobFile.text(undisturbed));
    Path jar = running.folder().resolve("usrlib").resolve(JobJar.FILE_NAME);
    running.flink("run", "-d", jar.toString(), file.toString());
    await().atMost(PATIENCE).until(() -> predictions(undisturbed).size() >= EVENTS);

    Map<String, List<String>> expected = predictions(undisturbed);
    assertThat(expected.values()).allMatch(answers -> answers.size() == 1);
    assertThat(predictions(disturbed)).isEqualTo(expected);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              ModelUpdate model = model(undisturbed);
              assertThat(model.version()).isEqualTo(EVENTS / 32 / 5 * 5L);
              assertThat(model(disturbed).version()).isEqualTo(model.version());
              assertThat(model(disturbed).payload()).isEqualTo(model.payload());
            });
  }

  private JobSpec job(String name) {
    JobSpec job =
        JobFile.parse(
                name,
                """
                name: %s
                input: {topic: events, key: key, event-time: t, id: id}
                features: {numeric: [x, y], previous-label: true}
                label: {field: label, classes: [n, w]}
                sequence: 6
                network: {type: lstm, hidden: 8}
                learning: {updater: adam, rate: 0.003, batch: 32, updates: 2, rehearsal: 200, seed: 7}
                publish-every: 5
                delivery: exactly-once
                checkpoint: 1s
                """
                    .formatted(name))
            .withBrokers(running.broker());
    try (Topics topics = new Topics(new KafkaSettings(job.kafka()))) {
      topics.create(JobTopics.of(job, 2));
    }
    return job;
  }

  /** Events in order of time, to one partition after the other. */
  private void send(int part) throws Exception {
    Random random = new Random(part);
    List<String> events = new ArrayList<>();
    for (int i = part * PART; i < (part + 1) * PART; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      events.add(event("e" + i, random.nextInt(5), 1_000_000L + i * 100L, x, y));
    }
    send(events);
  }

  /** Events that come so much later that nothing before them waits any longer. */
  private void sendLast() throws Exception {
    send(List.of(event("last0", 0, 9_000_000, 0, 0), event("last1", 1, 9_000_001, 0, 0)));
  }

  private static String event(String id, int key, long time, double x, double y) {
    return "{\"id\":\"%s\",\"key\":\"k%d\",\"t\":%d,\"x\":%.4f,\"y\":%.4f,\"label\":\"%s\"}"
        .formatted(id, key, time, x, y, x + y > 0 ? "w" : "n");
  }

  private void send(List<String> events) throws Exception {
    Properties properties = settings().producerProperties();
    try (var producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < events.size(); i++) {
        sent.add(producer.send(new ProducerRecord<>("events", i % 2, null, events.get(i))));
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
  }

  /** By id of the event: all committed answers with what makes them, bit for bit. */
  private Map<String, List<String>> predictions(JobSpec job) {
    PredictionJson json = new PredictionJson(List.of("n", "w"));
    String topic = job.output().predictions();
    Properties properties = settings().consumerProperties();
    properties.put("isolation.level", "read_committed");
    Map<String, List<String>> answers = new HashMap<>();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          Prediction prediction = json.read(record.value());
          if (!prediction.id().startsWith("last")) {
            answers
                .computeIfAbsent(prediction.id(), id -> new ArrayList<>())
                .add(
                    "%s at %d: %s by %d"
                        .formatted(
                            prediction.key(),
                            prediction.time(),
                            Arrays.toString(prediction.probabilities()),
                            prediction.modelVersion()));
          }
        }
      }
    }
    return answers;
  }

  private ModelUpdate model(JobSpec job) {
    return new UpdateReader(settings().consumerProperties(), PATIENCE)
        .read(job.output().model(), job.name(), job.model().fingerprint(), 1 << 20)
        .newest()
        .orElseThrow();
  }

  private KafkaSettings settings() {
    return KafkaSettings.of(running.broker());
  }
}
