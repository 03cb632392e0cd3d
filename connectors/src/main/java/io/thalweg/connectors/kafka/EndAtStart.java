package io.thalweg.connectors.kafka;

import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Stops at the end that each partition had when the job first started. Unlike {@link
 * OffsetsInitializer#latest}, which keeps the word "latest" in the checkpoint and looks the end up
 * again after a restore, so that a job that fails reads further than one that does not.
 */
@SuppressWarnings("deprecation") // OffsetResetStrategy is what the connector asks for
final class EndAtStart implements OffsetsInitializer {
  private static final long serialVersionUID = 1;

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    return retriever.endOffsets(partitions);
  }

  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
