package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Law 1 on a cluster: what a learning job writes does not show what happened to it. Events come all
 * the while, and each process dies when answers are written that no checkpoint has committed yet.
 */
@Tag("cluster")
@ExtendWith(RunningCluster.class)
class LearningJobIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int ROUNDS = 2;

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
    LabelledEvents stream = LabelledEvents.begin(running.broker());
    String first = session.submit(disturbed, FlinkSession.Submission.PLAIN);
    try (var answers = new CommittedAnswers(running.broker(), disturbed.output().predictions())) {
      for (int round = 0; round < ROUNDS; round++) {
        // The job goes on in the other task manager, until the broker dies.
        for (String victim : List.of("taskmanager-" + (1 + round % 2), "broker")) {
          answers.awaitMore();
          answers.awaitUncommitted();
          running.kill(victim);
        }
        running.repair();
      }
      answers.awaitMore();
      answers.awaitUncommitted();
      running.kill("jobmanager");
      running.repair();
      answers.awaitMore();
      String savepoint = session.stopWithSavepoint(first, PATIENCE);
      session.submit(
          disturbed, new FlinkSession.Submission(Optional.of(2), Optional.of(savepoint)));
      answers.awaitMore();
    }
    long events = stream.end();
    await().atMost(PATIENCE).until(() -> predictions(disturbed).size() >= events);

    JobSpec undisturbed = job("undisturbed");
    Path file = running.folder().resolve("undisturbed.yaml");
    Files.writeString(file, JobFile.text(undisturbed));
    Path jar = running.folder().resolve("usrlib").resolve(JobJar.FILE_NAME);
    running.flink("run", "-d", jar.toString(), file.toString());
    await().atMost(PATIENCE).until(() -> predictions(undisturbed).size() >= events);

    Map<String, List<String>> expected = predictions(undisturbed);
    assertThat(expected.values()).allMatch(answers -> answers.size() == 1);
    assertThat(predictions(disturbed)).isEqualTo(expected);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              ModelUpdate model = model(undisturbed);
              assertThat(model.version()).isEqualTo(events / 32);
              assertThat(model(disturbed).version()).isEqualTo(model.version());
              assertThat(model(disturbed).payload()).isEqualTo(model.payload());
            });
  }

  @Test
  void savepoint_of_another_network_is_said_at_submission() throws Exception {
    FlinkSession session = running.session();
    String small = session.submit(job("network", 8), FlinkSession.Submission.PLAIN);
    await().atMost(PATIENCE).until(() -> session.completedCheckpoints(small) > 0);
    String savepoint = session.stopWithSavepoint(small, PATIENCE);
    JobSpec larger = job("network", 9);
    var submission = new FlinkSession.Submission(Optional.empty(), Optional.of(savepoint));
    assertThatThrownBy(() -> session.submit(larger, submission))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("could not start from " + savepoint)
        .hasMessageContaining("learner of another network found");
  }

  private JobSpec job(String name) {
    return job(name, 8);
  }

  private JobSpec job(String name, int hidden) {
    JobSpec job =
        JobFile.parseSequence(
                name,
                """
                name: %s
                input: {topic: %s, key: key, event-time: t, id: id}
                features: {numeric: [x, y], previous-label: true}
                label: {field: label, classes: [n, w]}
                sequence: 6
                network: {type: lstm, hidden: %d}
                learning: {updater: adam, rate: 0.003, batch: 32, updates: 2, rehearsal: 200, seed: 7}
                publish-every: 5
                delivery: exactly-once
                checkpoint: 1s
                """
                    .formatted(name, LabelledEvents.TOPIC, hidden))
            .withBrokers(running.broker());
    try (Topics topics = new Topics(new KafkaSettings(job.kafka()))) {
      topics.create(JobTopics.of(job, 2));
    }
    return job;
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
          if (!LabelledEvents.isLast(prediction.id())) {
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
