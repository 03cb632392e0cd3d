package io.thalweg.connectors.kafka;

import java.util.Map;

/**
 * A topic as it is to be made.
 *
 * @param configuration what differs from the broker's defaults
 */
public record Topic(String name, int partitions, Map<String, String> configuration) {
  public Topic {
    configuration = Map.copyOf(configuration);
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "topic " + name + ": " + partitions + " partitions found, at least 1 expected");
    }
  }

  /** Events, labels, predictions, metrics. */
  public static Topic of(String name, int partitions) {
    return new Topic(name, partitions, Map.of());
  }

  /**
   * Model updates: one partition, in which only the last record of each key is kept. Small segments
   * and an eager cleaner, because only closed segments are cleaned and a reader goes through all of
   * the topic to find the newest version.
   */
  public static Topic ofModel(String name) {
    return new Topic(
        name,
        1,
        Map.of(
            "cleanup.policy", "compact",
            "segment.bytes", String.valueOf(16 << 20),
            "segment.ms", "600000",
            "min.cleanable.dirty.ratio", "0.1"));
  }

  /** Late or malformed records, which may be as large as the topics that they come from allow. */
  public static Topic ofRejected(String name, int partitions) {
    return new Topic(
        name,
        partitions,
        Map.of("max.message.bytes", String.valueOf(RejectedRecords.MAX_REQUEST_BYTES)));
  }
}
