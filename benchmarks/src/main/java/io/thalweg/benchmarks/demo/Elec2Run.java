package io.thalweg.benchmarks.demo;

import io.thalweg.benchmarks.AppendTimes;
import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.ProgressJson;
import io.thalweg.connectors.replay.Replay;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateReader;
import io.thalweg.jobs.demo.Elec2;
import io.thalweg.jobs.embedded.Embedded;
import io.thalweg.jobs.embedded.EmbeddedJob;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.sequence.SequenceJob;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One run over the stream, with a broker and Flink of its own. */
final class Elec2Run {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LARGEST_MODEL = 1L << 30;

  private final JobSpec spec;
  private final long seed;
  private final Optional<Long> limit;

  Elec2Run(JobSpec spec, long seed, Optional<Long> limit) {
    this.spec = spec.withSeed(seed);
    this.seed = seed;
    this.limit = limit;
  }

  /**
   * What came of it.
   *
   * @param recordsPerSecond from the start of the job, its scheduling included, to its end
   * @param steadyRecordsPerSecond from the append of the answer after the first quarter to the last
   */
  record Result(
      long seed,
      long records,
      double accuracy,
      double noChangeAccuracy,
      double kappa,
      double kappaTemporal,
      double logLoss,
      double recordsPerSecond,
      double steadyRecordsPerSecond,
      long modelVersion,
      String modelChecksum) {
    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("seed", seed);
      json.put("records", records);
      json.put("prequential_accuracy", accuracy);
      json.put("no_change_accuracy", noChangeAccuracy);
      json.put("kappa", kappa);
      json.put("kappa_temporal", kappaTemporal);
      json.put("log_loss", logLoss);
      json.put("records_per_second", recordsPerSecond);
      json.put("steady_records_per_second", steadyRecordsPerSecond);
      json.put("model_version", modelVersion);
      json.put("model_checksum", modelChecksum);
      return json;
    }
  }

  /** What is done with a result while the run's broker and Flink are still there. */
  @FunctionalInterface
  interface Then {
    void take(Result result, Embedded embedded) throws Exception;
  }

  void run(Then then) throws Exception {
    var settings = new Embedded.Settings(Optional.empty(), true, 0, 0, spec.parallelism());
    try (Embedded embedded = Embedded.start(settings)) {
      JobSpec job =
          spec.withBrokers(embedded.broker().map(EmbeddedBroker::bootstrapServers).orElseThrow());
      KafkaSettings kafka = new KafkaSettings(job.kafka());
      try (Topics topics = new Topics(kafka)) {
        topics.create(JobTopics.of(job, 1).stream().map(AppendTimes::stamped).toList());
      }
      Replay replay =
          Elec2.stream().replay().apply(job).limit(limit.orElse((long) Elec2.stream().records()));
      long records = replay.into(kafka, job.input().topic());
      long start = System.nanoTime();
      EmbeddedJob running =
          embedded.flink().submit(environment -> SequenceJob.build(environment, job, true));
      running.await();
      double seconds = (System.nanoTime() - start) / 1e9;
      then.take(result(kafka, job, records, seconds), embedded);
    }
  }

  private Result result(KafkaSettings kafka, JobSpec job, long records, double seconds) {
    AppendTimes answers = AppendTimes.of(kafka, job.output().predictions());
    LearningProgress progress = newestProgress(kafka, job.output().metrics());
    ModelUpdate model =
        new UpdateReader(kafka.consumerProperties(), PATIENCE)
            .read(job.output().model(), job.name(), null, LARGEST_MODEL)
            .newest()
            .orElseThrow();
    return new Result(
        seed,
        records,
        progress.all().accuracy(),
        progress.all().noChangeAccuracy(),
        progress.all().kappa(),
        progress.all().kappaTemporal(),
        progress.all().logLoss(),
        records / seconds,
        answers.recordsPerSecond(answers.count() / 4),
        model.version(),
        model.checksum());
  }

  /** Published last, with the last model. */
  private static LearningProgress newestProgress(KafkaSettings kafka, String topic) {
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(kafka.consumerProperties(), bytes, bytes)) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      if (end == 0) {
        throw new IllegalStateException(
            "topic " + topic + " is empty, at least one update expected: play more records");
      }
      consumer.seek(partition, end - 1);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
        return ProgressJson.read(record.value());
      }
      throw new IllegalStateException(
          "the last record of topic " + topic + " cannot be read within ten seconds");
    }
  }
}
