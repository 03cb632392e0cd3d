package io.thalweg.jobs.watch;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Partitions of jobs' topics, and consumers of them. */
final class TopicPartitions {
  /** Of a topic at most, the first. */
  static final int MOST = 64;

  private TopicPartitions() {}

  static Set<TopicPartition> of(
      Map<String, List<PartitionInfo>> topics, Set<String> jobs, Predicate<JobTopic.Kind> wanted) {
    Set<TopicPartition> partitions = new HashSet<>();
    topics.forEach(
        (name, infos) -> {
          Optional<JobTopic> topic = JobTopic.of(name);
          if (topic.isPresent()
              && wanted.test(topic.get().kind())
              && jobs.contains(topic.get().job())) {
            infos.stream()
                .map(info -> new TopicPartition(name, info.partition()))
                .filter(partition -> partition.partition() < MOST)
                .forEach(partitions::add);
          }
        });
    return partitions;
  }

  /**
   * A consumer of bytes.
   *
   * @param partitionBytes of an answer, for a partition; one longer record comes all the same
   */
  static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings, int partitionBytes) {
    Properties properties = settings.consumerProperties();
    properties.putIfAbsent("default.api.timeout.ms", "8000");
    properties.put("max.partition.fetch.bytes", String.valueOf(partitionBytes));
    properties.put("fetch.max.bytes", String.valueOf(8 << 20));
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
