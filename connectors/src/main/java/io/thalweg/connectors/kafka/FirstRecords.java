package io.thalweg.connectors.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Begins, where there is no checkpoint to go on from, with the first record that the topic still
 * has: what a model that starts anew must learn. Unlike {@link OffsetsInitializer#earliest}, which
 * sets {@code auto.offset.reset} so that a position that is gone later on is passed over silently.
 */
@SuppressWarnings("deprecation") // OffsetResetStrategy is what the connector asks for
final class FirstRecords implements OffsetsInitializer {
  private static final long serialVersionUID = 1;

  private final LostRecords lost;

  FirstRecords(LostRecords lost) {
    this.lost = lost;
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    partitions.forEach(partition -> offsets.put(partition, KafkaPartitionSplit.EARLIEST_OFFSET));
    return offsets;
  }

  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return lost == LostRecords.FAIL ? OffsetResetStrategy.NONE : OffsetResetStrategy.EARLIEST;
  }
}
