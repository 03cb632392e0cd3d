package io.thalweg.jobs.soak;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.predictions.PredictionJson;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateReader;
import io.thalweg.jobs.file.JobSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * All that a job has written and committed, read to its end.
 *
 * @param late records of the late topic
 */
record Written(Answers answers, Rejected deadLetters, long late, long version, String checksum) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long LARGEST_MODEL = 1 << 24;

  /** Of a job that has ended. */
  static Written by(JobSpec job) {
    KafkaSettings settings = new KafkaSettings(job.kafka());
    PredictionJson json = new PredictionJson(job.model().classes());
    Answers answers = new Answers();
    read(settings, job.output().predictions(), record -> answers.read(json, record.value()));
    Rejected deadLetters = new Rejected();
    read(settings, job.output().deadLetter(), deadLetters::read);
    Rejected late = new Rejected();
    read(settings, job.output().late(), late::read);
    ModelUpdate model =
        new UpdateReader(settings.consumerProperties(), PATIENCE)
            .read(job.output().model(), job.name(), job.model().fingerprint(), LARGEST_MODEL)
            .newest()
            .orElseThrow(() -> new SoakException("job " + job.name() + " has published no model"));
    return new Written(answers, deadLetters, late.count(), model.version(), model.checksum());
  }

  /** What is done with a record. */
  @FunctionalInterface
  private interface Reader {
    void read(ConsumerRecord<byte[], byte[]> record);
  }

  private static void read(KafkaSettings settings, String topic, Reader reader) {
    Properties properties = settings.consumerProperties();
    properties.put("isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo partition : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, partition.partition()));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(POLL).forEach(reader::read);
      }
    }
  }
}
