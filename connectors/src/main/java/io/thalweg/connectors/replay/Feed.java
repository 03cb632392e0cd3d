package io.thalweg.connectors.replay;

import io.thalweg.connectors.kafka.Denial;
import io.thalweg.connectors.kafka.KafkaAccessException;
import io.thalweg.connectors.kafka.KafkaSettings;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records at a pace; the first one that the broker does not take ends it. */
final class Feed implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaSettings settings;
  private final String topic;
  private final Pace pace;
  private volatile Exception failure;
  private long start;
  private long sent;

  Feed(KafkaSettings settings, String topic, Pace pace) {
    this.settings = settings;
    this.topic = topic;
    this.pace = pace;
    try {
      this.producer =
          new KafkaProducer<>(
              properties(settings, pace), new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    }
  }

  private static Properties properties(KafkaSettings settings, Pace pace) {
    Properties properties = settings.producerProperties();
    // Paced records go when they are due; others wait to fill batches, which is what makes it fast.
    properties.putIfAbsent("linger.ms", pace instanceof Pace.Unthrottled ? "5" : "0");
    properties.putIfAbsent("batch.size", "262144");
    properties.putIfAbsent("compression.type", "lz4");
    properties.putIfAbsent("max.block.ms", "10000");
    return properties;
  }

  long sent() {
    return sent;
  }

  void send(Rows.Played row) {
    if (sent == 0) {
      start = System.nanoTime();
    }
    pace.await(start, sent, row.elapsedMillis());
    throwFailure();
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(topic, row.key(), row.value()),
              (metadata, exception) -> {
                if (exception != null && failure == null) {
                  failure = exception;
                }
              });
    } catch (InterruptException e) {
      // Sets the flag again, by which the replay ends.
      return;
    } catch (KafkaException e) {
      throw failed(e);
    }
    sent++;
  }

  /** Waits for every acknowledgement, also of an interrupted thread. */
  void flush() {
    boolean interrupted = Thread.interrupted();
    try {
      producer.flush();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    throwFailure();
  }

  private void throwFailure() {
    if (failure != null) {
      throw failed(failure);
    }
  }

  private RuntimeException failed(Throwable cause) {
    String bootstrapServers = settings.bootstrapServers();
    Optional<String> denial = Denial.in(cause, settings);
    if (denial.isPresent()) {
      return new KafkaAccessException(
          "cannot write to topic " + topic + " at " + bootstrapServers + " " + denial.get(), cause);
    }
    return new ReplayException(
        "topic "
            + topic
            + " at "
            + bootstrapServers
            + " does not take records ("
            + cause.getMessage()
            + "): is the broker up, and has the topic been made?",
        cause);
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      producer.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
