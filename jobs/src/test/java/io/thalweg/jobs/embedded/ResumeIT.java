package io.thalweg.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.predictions.PredictionJson;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.sequence.SequenceJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int EVENTS = 200;

  @TempDir private Path folder;

  @Test
  void job_that_is_started_again_in_the_same_folder_goes_on_where_it_stood() throws Exception {
    Optional<KeptCheckpoint> first = runOver(0);
    assertThat(first).isEmpty();
    Optional<KeptCheckpoint> second = runOver(EVENTS);
    assertThat(second).isPresent();
  }

  @Test
  void changed_network_ends_the_job_at_once_and_tells_why_and_what_to_do() throws Exception {
    runOver(0);
    try (Embedded here = start()) {
      JobSpec job = job(here, 5);
      EmbeddedJob running = goOn(here, job);
      assertThatThrownBy(running::await)
          .isInstanceOf(JobFailedException.class)
          .hasMessageStartingWith("the job failed: ")
          .hasMessageContaining("fingerprint");
    }
  }

  @Test
  void what_a_job_is_restarted_after_is_told_once() throws Exception {
    try (Embedded here = start()) {
      JobSpec job = job(here, 4);
      createTopics(job);
      EmbeddedJob running =
          here.flink()
              .submit(
                  environment -> {
                    SequenceJob.build(environment, job, false);
                    deleteInput(job); // before the job looks for it
                  });
      List<String> told = toldUntilCancelled(running);
      assertThat(told).first().asString().containsIgnoringCase("topic");
      assertThat(told).doesNotHaveDuplicates();
    }
  }

  private static void createTopics(JobSpec job) {
    try (Topics topics = new Topics(new KafkaSettings(job.kafka()))) {
      topics.create(JobTopics.of(job, 1));
    }
  }

  private static void deleteInput(JobSpec job) throws Exception {
    try (var admin = Admin.create(new KafkaSettings(job.kafka()).adminProperties())) {
      admin.deleteTopics(List.of(job.input().topic())).all().get();
    }
  }

  /** What a job's restarts tell; it is cancelled at the first. */
  private static List<String> toldUntilCancelled(EmbeddedJob running) throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    Thread waiting = new Thread(() -> awaitQuietly(running, told));
    waiting.start();
    await().atMost(PATIENCE).until(() -> !told.isEmpty());
    running.cancel();
    waiting.join();
    return told;
  }

  private static void awaitQuietly(EmbeddedJob job, List<String> told) {
    try {
      job.await(told::add);
    } catch (JobFailedException | InterruptedException e) {
      told.add("ended");
    }
  }

  @Test
  void records_that_are_gone_stop_the_job_until_somebody_says_skip() throws Exception {
    runOver(0);
    try (Embedded here = start()) {
      JobSpec job = job(here, 4);
      send(job, EVENTS);
      deleteInputBefore(job, EVENTS + EVENTS / 2);
      EmbeddedJob running = goOn(here, job);
      List<String> told = toldUntilCancelled(running);
      assertThat(told).first().asString().contains("out of range").contains("events-0");
      assertThat(predictions(job)).hasSize(EVENTS);
    }
    try (Embedded here = start()) {
      JobSpec job = job(here, 4);
      goOn(here, skipping(job));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(predictions(job)).hasSize(EVENTS + EVENTS / 2));
    }
  }

  private Embedded start() throws Exception {
    return Embedded.start(new Embedded.Settings(Optional.of(folder), true, 0, 0, 1));
  }

  private static EmbeddedJob goOn(Embedded here, JobSpec job) throws Exception {
    Optional<KeptCheckpoint> kept = here.flink().keptCheckpoint(job.name());
    assertThat(kept).isPresent();
    return submit(here, job, kept);
  }

  private static EmbeddedJob submit(Embedded here, JobSpec job, Optional<KeptCheckpoint> kept)
      throws Exception {
    return here.flink()
        .submit(job.name(), kept, environment -> SequenceJob.build(environment, job, false));
  }

  private static JobSpec skipping(JobSpec job) {
    String text = JobFile.text(job).replace("lost-records: fail", "lost-records: skip");
    return JobFile.parseSequence("job.yaml", text);
  }

  private static void deleteInputBefore(JobSpec job, long offset) throws Exception {
    try (var admin = Admin.create(new KafkaSettings(job.kafka()).adminProperties())) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(job.input().topic(), 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  /** Runs the job in a process's worth of Flink and broker until it has answered more events. */
  private Optional<KeptCheckpoint> runOver(int before) throws Exception {
    try (Embedded here = start()) {
      JobSpec job = job(here, 4);
      createTopics(job);
      send(job, before);
      Optional<KeptCheckpoint> kept = here.flink().keptCheckpoint(job.name());
      EmbeddedJob running = submit(here, job, kept);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(predictions(job)).hasSize(before + EVENTS));
      await().atMost(PATIENCE).until(running::checkpoint);

      assertThat(predictions(job)).extracting(Prediction::id).doesNotHaveDuplicates();
      assertThat(predictions(job))
          .last()
          .extracting(Prediction::modelVersion)
          .isEqualTo((long) (before + EVENTS - 1) / 10);
      return kept;
    }
  }

  private static JobSpec job(Embedded here, int hidden) {
    return JobFile.parseSequence(
            "job.yaml",
            """
            name: again
            input: {topic: events, key: key, event-time: t, id: id}
            features: {numeric: [x]}
            label: {field: label, classes: [n, w]}
            sequence: 3
            network: {type: lstm, hidden: %d}
            learning: {updater: adam, rate: 0.003, batch: 10, seed: 7}
            """
                .formatted(hidden))
        .withBrokers(here.broker().orElseThrow().bootstrapServers());
  }

  private static void send(JobSpec job, int from) throws Exception {
    var properties = new KafkaSettings(job.kafka()).producerProperties();
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = from; i < from + EVENTS; i++) {
        String event =
            "{\"id\":\"e%d\",\"key\":\"k\",\"t\":%d,\"x\":%d,\"label\":\"%s\"}"
                .formatted(i, 1_000 + i, i % 5, i % 2 == 0 ? "n" : "w");
        sent.add(
            producer.send(new ProducerRecord<>("events", event.getBytes(StandardCharsets.UTF_8))));
      }
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }
    }
  }

  private static List<Prediction> predictions(JobSpec job) {
    var json = new PredictionJson(job.model().classes());
    var properties = new KafkaSettings(job.kafka()).consumerProperties();
    List<Prediction> predictions = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition = new TopicPartition(job.output().predictions(), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> predictions.add(json.read(record.value())));
      }
    }
    return predictions;
  }
}
