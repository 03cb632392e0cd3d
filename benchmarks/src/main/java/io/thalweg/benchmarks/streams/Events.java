package io.thalweg.benchmarks.streams;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Events of several keys, as JSON of about 160 bytes, one per millisecond of event time. The key
 * decides on the partition, and all partitions get the same number. Always the same events.
 */
final class Events {
  static final int KEYS = 64;

  private static final long START = 1_700_000_000_000L;
  private static final byte[] ID = "\"id\":\"".getBytes(StandardCharsets.UTF_8);

  private final SplittableRandom random = new SplittableRandom(7);
  private final String topic;
  private final int partitions;
  private long number;

  Events(String topic, int partitions) {
    this.topic = topic;
    this.partitions = partitions;
  }

  /** The next event; its id is its number, from 0 on. */
  ProducerRecord<byte[], byte[]> next() {
    int key = (int) (number % KEYS);
    String name = "sensor-%02d".formatted(key);
    String json =
        String.format(
            Locale.ROOT,
            "{\"id\":\"%d\",\"key\":\"%s\",\"time\":%d,\"pressure\":%.4f,\"flow\":%.4f,\"level\":%.4f,\"heat\":%.4f,\"load\":%.4f,\"state\":\"%s\"}",
            number,
            name,
            START + number,
            random.nextDouble(),
            random.nextDouble(),
            random.nextDouble() * 100,
            random.nextDouble() * 100,
            random.nextDouble(),
            random.nextBoolean() ? "UP" : "DOWN");
    number++;
    return new ProducerRecord<>(
        topic,
        key % partitions,
        name.getBytes(StandardCharsets.UTF_8),
        json.getBytes(StandardCharsets.UTF_8));
  }

  /** Fills the topic. */
  void fill(KafkaSettings settings, long records) {
    var properties = settings.producerProperties();
    properties.put("compression.type", "lz4");
    properties.put("linger.ms", "5");
    properties.put("batch.size", "131072");
    var bytes = new ByteArraySerializer();
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (var producer = new KafkaProducer<>(properties, bytes, bytes)) {
      for (long i = 0; i < records; i++) {
        var unused = producer.send(next(), (metadata, error) -> failure.compareAndSet(null, error));
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("topic " + topic + " cannot be filled", failure.get());
    }
  }

  /** The number of the event that a record is, or is an answer to. */
  static int number(byte[] json) {
    int at = 0;
    while (!startsWith(json, at)) {
      at++;
    }
    int number = 0;
    for (int i = at + ID.length; json[i] != '"'; i++) {
      number = number * 10 + json[i] - '0';
    }
    return number;
  }

  private static boolean startsWith(byte[] json, int at) {
    for (int i = 0; i < ID.length; i++) {
      if (json[at + i] != ID[i]) {
        return false;
      }
    }
    return true;
  }
}
