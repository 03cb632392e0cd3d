package io.thalweg.benchmarks.streams;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Events of several keys, as JSON of about 160 bytes, one per millisecond of event time. The key
 * decides on the partition, and all partitions get the same number. Always the same events.
 */
final class Events {
  static final int KEYS = 64;

  private static final String[] NAMES =
      IntStream.range(0, KEYS).mapToObj("sensor-%02d"::formatted).toArray(String[]::new);
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
    String name = NAMES[key];
    StringBuilder json = new StringBuilder(192);
    json.append("{\"id\":\"").append(number);
    json.append("\",\"key\":\"").append(name);
    json.append("\",\"time\":").append(START + number);
    measurement(json, "pressure", 1);
    measurement(json, "flow", 1);
    measurement(json, "level", 100);
    measurement(json, "heat", 100);
    measurement(json, "load", 1);
    json.append(",\"state\":\"").append(random.nextBoolean() ? "UP" : "DOWN").append("\"}");
    number++;
    return new ProducerRecord<>(
        topic,
        key % partitions,
        name.getBytes(StandardCharsets.UTF_8),
        json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A number below {@code bound} with four decimals. */
  private void measurement(StringBuilder json, String name, int bound) {
    int tenThousandths = random.nextInt(bound * 10_000);
    json.append(",\"").append(name).append("\":").append(tenThousandths / 10_000).append('.');
    json.append(String.valueOf(10_000 + tenThousandths % 10_000), 1, 5);
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
