package io.thalweg.jobs.testing;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes and reads whole topics of a real broker. */
public final class Streams implements AutoCloseable {
  private final Optional<EmbeddedBroker> broker;
  private final KafkaSettings settings;

  /** Of a broker of their own. */
  public Streams() {
    this(Optional.of(EmbeddedBroker.start()), "");
  }

  /** Of a broker that someone else looks after. */
  public Streams(String brokers) {
    this(Optional.empty(), brokers);
  }

  private Streams(Optional<EmbeddedBroker> broker, String brokers) {
    this.broker = broker;
    settings = KafkaSettings.of(broker.map(EmbeddedBroker::bootstrapServers).orElse(brokers));
  }

  public String brokers() {
    return settings.bootstrapServers();
  }

  public void create(Topic... topics) {
    try (var admin = new Topics(settings)) {
      admin.create(List.of(topics));
    }
  }

  /** Writes values to a topic, one list per partition. */
  public void write(String topic, List<List<String>> partitions) throws Exception {
    var properties = settings.producerProperties();
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (int partition = 0; partition < partitions.size(); partition++) {
        for (String value : partitions.get(partition)) {
          byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
          sent.add(producer.send(new ProducerRecord<>(topic, partition, null, null, bytes)));
        }
      }
      for (var record : sent) {
        record.get();
      }
    }
  }

  /** All committed records of a topic, partition by partition. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    var properties = settings.consumerProperties();
    properties.putAll(Map.of("isolation.level", "read_committed"));
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** Of all partitions of the topics, the offset of the next record. */
  public Map<TopicPartition, Long> ends(List<String> topics) {
    var properties = settings.consumerProperties();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.endOffsets(
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList());
    }
  }

  public static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? null : text(header.value());
  }

  @Override
  public void close() {
    broker.ifPresent(EmbeddedBroker::close);
  }
}
