package io.thalweg.connectors.kafka;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers and what they give, in Thalweg's terms. */
public final class Consumed {
  private Consumed() {}

  /**
   * A consumer of no group that stands at the beginning of topics; they exist.
   *
   * @return to be closed by who reads
   */
  public static Consumer<byte[], byte[]> fromTheBeginning(
      KafkaSettings settings, List<String> topics) {
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.consumerProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  /** The record as it came. */
  public static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
    return new RawRecord(
        new Origin(record.topic(), record.partition(), record.offset()),
        record.timestamp(),
        record.key(),
        record.value());
  }
}
