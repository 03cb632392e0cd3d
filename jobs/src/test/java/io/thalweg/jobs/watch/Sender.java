package io.thalweg.jobs.watch;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.kafka.Topics;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes as jobs do. */
final class Sender implements AutoCloseable {
  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;

  Sender(KafkaSettings settings) {
    topics = new Topics(settings);
    producer =
        new KafkaProducer<>(
            settings.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  void create(String job, String... kinds) {
    topics.create(Stream.of(kinds).map(kind -> new Topic(job + kind, 1, Map.of())).toList());
  }

  void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    for (ProducerRecord<byte[], byte[]> record : records) {
      send(record);
    }
  }

  void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    producer.send(record).get();
  }

  @Override
  public void close() {
    producer.close();
    topics.close();
  }
}
