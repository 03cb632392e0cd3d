package io.thalweg.connectors.kafka;

import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Where a source begins that has no checkpoint to go on from. */
public enum Start {
  /** With the first record that the topic still has: what a model that starts anew must learn. */
  EARLIEST {
    @Override
    OffsetsInitializer offsets() {
      return OffsetsInitializer.earliest();
    }
  },
  /** Where the consumer group left off, else with the first record. */
  COMMITTED {
    @Override
    @SuppressWarnings("deprecation") // OffsetResetStrategy is what the connector asks for
    OffsetsInitializer offsets() {
      return OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
    }
  };

  abstract OffsetsInitializer offsets();
}
