package io.thalweg.connectors.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * What a source does about records that its topic no longer has. Without a checkpoint to go on from
 * both begin with the first record that it still has: what a model that starts anew must learn.
 */
public enum Start {
  /** Goes on with the first record there is: where only the newest records matter. */
  EARLIEST {
    @Override
    OffsetsInitializer offsets() {
      return OffsetsInitializer.earliest();
    }
  },
  /**
   * Fails where the next record is gone, be it by retention or because the topic was made anew:
   * what is learned exactly once must not leave out a part without a word.
   */
  UNBROKEN {
    @Override
    OffsetsInitializer offsets() {
      return new Unbroken();
    }
  };

  abstract OffsetsInitializer offsets();

  @SuppressWarnings("deprecation") // OffsetResetStrategy is what the connector asks for
  private static final class Unbroken implements OffsetsInitializer {
    private static final long serialVersionUID = 1;

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
        Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      partitions.forEach(p -> offsets.put(p, KafkaPartitionSplit.EARLIEST_OFFSET));
      return offsets;
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
      return OffsetResetStrategy.NONE;
    }
  }
}
