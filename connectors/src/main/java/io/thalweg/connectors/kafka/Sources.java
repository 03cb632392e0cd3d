package io.thalweg.connectors.kafka;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Decoder;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;

/**
 * Sources of a job. They read committed records only, a fixed set of partitions, and keep their
 * offsets in the checkpoint; what they commit to the group is for people to look at.
 *
 * <p>Watermarks: each partition has a generator of its own, which exists from the moment when the
 * partition is assigned, so a partition that has not been read yet holds event time back. Event
 * time waits for a subtask without any partition too: no more subtasks than partitions, or an idle
 * time-out.
 */
public final class Sources {
  private Sources() {}

  /**
   * Reads a topic through a decoder; no record makes it fail.
   *
   * @param group consumer group that progress is committed to at each checkpoint
   * @param lost what to do when a record that is to be read next is no longer there
   * @param bounded whether to stop at the end that the topic has when the job first starts
   */
  public static Source<Decoded, ?, ?> decoded(
      KafkaSettings settings,
      String topic,
      String group,
      LostRecords lost,
      boolean bounded,
      Decoder decoder,
      TypeInformation<Decoded> type) {
    return records(settings, topic, group, lost, bounded, new DecodedRecords(decoder, type));
  }

  /** Reads a topic with its keys, values and headers as they are. */
  public static <T> Source<T, ?, ?> records(
      KafkaSettings settings,
      String topic,
      String group,
      LostRecords lost,
      boolean bounded,
      KafkaRecordDeserializationSchema<T> schema) {
    KafkaSourceBuilder<T> builder =
        KafkaSource.<T>builder()
            .setProperties(properties(settings))
            .setTopics(topic)
            .setGroupId(group)
            .setClientIdPrefix(group + "-" + topic)
            .setStartingOffsets(new FirstRecords(lost))
            .setDeserializer(schema);
    return bounded
        ? new EndingSource<>(builder.setBounded(new EndAtStart()).build())
        : builder.build();
  }

  private static Properties properties(KafkaSettings settings) {
    Properties properties = settings.consumerProperties();
    // Partitions that appear later would come with records older than what was learned already.
    properties.setProperty("partition.discovery.interval.ms", "-1");
    // A fetch is answered as soon as there is a byte; a poll hands over what there is. Defaults of
    // 500 records a poll cost a hand-over to the task's thread every few milliseconds under load.
    properties.putIfAbsent("fetch.min.bytes", "1");
    properties.putIfAbsent("max.poll.records", "2000");
    return properties;
  }
}
