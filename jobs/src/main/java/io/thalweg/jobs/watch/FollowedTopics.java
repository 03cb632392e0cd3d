package io.thalweg.jobs.watch;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Topics that are read from some way before their end, and then on. */
final class FollowedTopics implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int PARTITION_BYTES = 512 << 10;

  private final KafkaConsumer<byte[], byte[]> consumer;

  FollowedTopics(KafkaSettings settings) {
    consumer = TopicPartitions.consumer(settings, PARTITION_BYTES);
  }

  Map<String, List<PartitionInfo>> list(Duration patience) {
    return consumer.listTopics(patience);
  }

  /**
   * Follows just these; those that were followed before go on where they are.
   *
   * @param skipped told of each topic whose first records are not read
   */
  void assign(
      Map<String, List<PartitionInfo>> topics, Set<String> jobs, Consumer<JobTopic> skipped) {
    Set<TopicPartition> wanted = TopicPartitions.of(topics, jobs, JobTopic.Kind::isFollowed);
    Set<TopicPartition> before = consumer.assignment();
    if (wanted.equals(before)) {
      return;
    }
    Set<TopicPartition> added = new HashSet<>(wanted);
    added.removeAll(before);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(added);
    Map<TopicPartition, Long> ends = consumer.endOffsets(added);
    consumer.assign(wanted);
    for (TopicPartition partition : added) {
      JobTopic topic = JobTopic.of(partition.topic()).orElseThrow();
      long begin = begins.get(partition);
      long from = Math.max(begin, ends.get(partition) - topic.kind().depth());
      consumer.seek(partition, from);
      if (from > begin) {
        skipped.accept(topic);
      }
    }
  }

  ConsumerRecords<byte[], byte[]> poll(Duration patience) {
    if (consumer.assignment().isEmpty()) {
      // A consumer of nothing refuses to wait.
      LockSupport.parkNanos(patience.toNanos());
      return ConsumerRecords.empty();
    }
    return consumer.poll(patience);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(PATIENCE));
  }
}
