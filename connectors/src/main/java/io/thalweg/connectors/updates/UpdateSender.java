package io.thalweg.connectors.updates;

import io.thalweg.connectors.kafka.KafkaAccessException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes an update from outside of a job, for tools. */
public final class UpdateSender {
  private final Properties properties;

  /**
   * @param properties of a Kafka producer, {@code bootstrap.servers} and security among them
   */
  public UpdateSender(Properties properties) {
    this.properties = properties;
  }

  /**
   * Returns when the broker has all of it.
   *
   * @throws KafkaAccessException if it refuses, or does not answer
   */
  public void send(String topic, ModelUpdate update) throws InterruptedException {
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (Chunk chunk : UpdateWriter.chunks(update)) {
        byte[] key = chunk.key().getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(topic, key, chunk.value());
        record.headers().add(UpdateWriter.HEADER, chunk.header());
        sent.add(producer.send(record));
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new KafkaAccessException(
          "topic %s: %s; is the broker up, and may this user write there?"
              .formatted(topic, e.getCause().getMessage()),
          e.getCause());
    }
  }
}
