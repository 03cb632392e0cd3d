package io.thalweg.jobs.watch;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Topics of which only the newest few records are looked at now and then: predictions and actions
 * may come by the hundred thousand a second, and a look costs the same.
 */
final class SampledTopics implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int PARTITION_BYTES = 32 << 10;
  private static final Duration POLL = Duration.ofMillis(300);

  private final KafkaConsumer<byte[], byte[]> consumer;

  SampledTopics(KafkaSettings settings) {
    consumer = TopicPartitions.consumer(settings, PARTITION_BYTES);
  }

  void assign(Map<String, List<PartitionInfo>> topics, Set<String> jobs) {
    consumer.assign(TopicPartitions.of(topics, jobs, kind -> !kind.isFollowed()));
  }

  /** The newest records, as far as one answer of the broker has them. */
  List<ConsumerRecord<byte[], byte[]>> look() {
    List<ConsumerRecord<byte[], byte[]>> newest = new ArrayList<>();
    Set<TopicPartition> partitions = consumer.assignment();
    if (partitions.isEmpty()) {
      return newest;
    }
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    consumer
        .endOffsets(partitions)
        .forEach(
            (partition, end) -> {
              long depth = JobTopic.of(partition.topic()).orElseThrow().kind().depth();
              long from = Math.max(begins.get(partition), end - depth);
              consumer.seek(partition, from);
            });
    consumer.resume(partitions);
    consumer.poll(POLL).forEach(newest::add);
    // Nothing is fetched until the next look.
    consumer.pause(partitions);
    return newest;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(PATIENCE));
  }
}
