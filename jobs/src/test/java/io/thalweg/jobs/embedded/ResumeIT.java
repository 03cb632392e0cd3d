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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
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
  void job_with_another_network_than_its_state_ends_and_says_why() throws Exception {
    runOver(0);
    var settings = new Embedded.Settings(Optional.of(folder), true, 0, 0, 1);
    try (Embedded here = Embedded.start(settings)) {
      JobSpec job = job(here.broker().orElseThrow().bootstrapServers(), 5);
      EmbeddedJob running = resume(here, job);
      assertThatThrownBy(running::await)
          .isInstanceOf(JobFailedException.class)
          .hasMessageContaining("learner of another network found");
    }
  }

  @Test
  void first_failure_of_a_job_that_starts_again_is_told_once() throws Exception {
    try (EmbeddedFlink flink = EmbeddedFlink.start(folder, 1, 0)) {
      EmbeddedJob running =
          flink.submit(
              environment -> {
                environment.enableCheckpointing(100);
                environment
                    .fromSequence(1, Long.MAX_VALUE)
                    .map(
                        number -> {
                          throw new IllegalStateException("the disk is full");
                        })
                    .returns(Types.GENERIC(Object.class))
                    .sinkTo(new DiscardingSink<>());
              });
      assertThat(failuresTold(running)).containsExactly("the disk is full");
    }
  }

  /** What is told of a job until it is cancelled, which is after the first failure. */
  private static List<String> failuresTold(EmbeddedJob running) throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    FutureTask<Void> waiting =
        new FutureTask<>(
            () -> {
              running.await(told::add);
              return null;
            });
    Thread waits = new Thread(waiting, "waits for the job");
    waits.start();
    await().atMost(PATIENCE).until(() -> !told.isEmpty() || running.isDone());
    running.cancel();
    waits.join(PATIENCE.toMillis());
    assertThat(waits.isAlive()).isFalse();
    return List.copyOf(told);
  }

  @Test
  void records_that_are_gone_before_they_were_read_stop_a_job_until_it_is_told_to_go_on()
      throws Exception {
    runOver(0);
    var settings = new Embedded.Settings(Optional.of(folder), true, 0, 0, 1);
    try (Embedded here = Embedded.start(settings)) {
      JobSpec job = job(here.broker().orElseThrow().bootstrapServers());
      send(job, EVENTS);
      var gone = Map.of(new TopicPartition("events", 0), RecordsToDelete.beforeOffset(EVENTS + 50));
      try (Admin admin = Admin.create(new KafkaSettings(job.kafka()).adminProperties())) {
        admin.deleteRecords(gone).all().get();
      }
      assertThat(failuresTold(resume(here, job)))
          .singleElement()
          .asString()
          .contains("out of range for partition events-0");
    }
    try (Embedded here = Embedded.start(settings)) {
      JobSpec job = job(here.broker().orElseThrow().bootstrapServers());
      resume(here, job.withKafka("auto.offset.reset", "earliest"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(predictions(job)).hasSize(2 * EVENTS - 50));
    }
  }

  private static EmbeddedJob resume(Embedded here, JobSpec job) throws Exception {
    Optional<KeptCheckpoint> kept = here.flink().keptCheckpoint(job.name());
    return here.flink()
        .submit(job.name(), kept, environment -> SequenceJob.build(environment, job, false));
  }

  /** Runs the job in a process's worth of Flink and broker until it has answered more events. */
  private Optional<KeptCheckpoint> runOver(int before) throws Exception {
    var settings = new Embedded.Settings(Optional.of(folder), true, 0, 0, 1);
    try (Embedded here = Embedded.start(settings)) {
      JobSpec job = job(here.broker().orElseThrow().bootstrapServers());
      try (Topics topics = new Topics(new KafkaSettings(job.kafka()))) {
        topics.create(JobTopics.of(job, 1));
      }
      send(job, before);
      Optional<KeptCheckpoint> kept = here.flink().keptCheckpoint(job.name());
      EmbeddedJob running =
          here.flink()
              .submit(job.name(), kept, environment -> SequenceJob.build(environment, job, false));
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

  private static JobSpec job(String brokers) {
    return job(brokers, 4);
  }

  private static JobSpec job(String brokers, int hidden) {
    return JobFile.parse(
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
        .withBrokers(brokers);
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
