package io.thalweg.jobs.watch;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
  private final Map<TopicPartition, Long> seen = new HashMap<>();

  SampledTopics(KafkaSettings settings) {
    consumer = TopicPartitions.consumer(settings, PARTITION_BYTES);
  }

  void assign(Map<String, List<PartitionInfo>> topics, Set<String> jobs) {
    consumer.assign(TopicPartitions.of(topics, jobs, kind -> !kind.isFollowed()));
    // Nothing is fetched but in a look.
    consumer.pause(consumer.assignment());
    seen.keySet().retainAll(consumer.assignment());
  }

  /** The newest records that are new, as far as one answer of the broker has them. */
  List<ConsumerRecord<byte[], byte[]>> look() {
    Set<TopicPartition> partitions = consumer.assignment();
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Set<TopicPartition> moved = new HashSet<>();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    ends.forEach(
        (partition, end) -> {
          if (end > begins.get(partition) && !end.equals(seen.get(partition))) {
            long depth = JobTopic.of(partition.topic()).orElseThrow().kind().depth();
            consumer.seek(partition, Math.max(begins.get(partition), end - depth));
            moved.add(partition);
          }
        });
    List<ConsumerRecord<byte[], byte[]>> newest = new ArrayList<>();
    if (!moved.isEmpty()) {
      consumer.resume(moved);
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      records.forEach(newest::add);
      records.partitions().forEach(partition -> seen.put(partition, ends.get(partition)));
      consumer.pause(moved);
    }
    return newest;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(PATIENCE));
  }
}
