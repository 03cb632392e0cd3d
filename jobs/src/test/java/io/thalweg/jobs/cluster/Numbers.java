package io.thalweg.jobs.cluster;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A steady stream of {@code key,value} into a topic until it is ended, and what a job that sums
 * them must have written by then.
 */
final class Numbers {
  private static final int KEYS = 20;
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final String broker;
  private final String topic;
  private final Thread writer;
  private final Map<String, List<String>> expected = new HashMap<>();
  private volatile boolean ending;
  private volatile RuntimeException failure;

  Numbers(String broker, String topic, long seed) {
    this.broker = broker;
    this.topic = topic;
    this.writer = new Thread(() -> write(new Random(seed)), "numbers to " + topic);
  }

  /** Creates both topics, of two partitions each, and begins. */
  static Numbers begin(String broker, String from, String to, long seed) {
    try (Topics topics = new Topics(KafkaSettings.of(broker))) {
      topics.create(List.of(Topic.of(from, 2), Topic.of(to, 2)));
    }
    Numbers numbers = new Numbers(broker, from, seed);
    numbers.writer.setDaemon(true);
    numbers.writer.start();
    return numbers;
  }

  /** Ends the stream. */
  void end() throws InterruptedException {
    ending = true;
    writer.join();
    if (failure != null) {
      throw failure;
    }
  }

  /** By key, in order; after {@link #end}. */
  Map<String, List<String>> expected() {
    return expected;
  }

  int count() {
    return expected.values().stream().mapToInt(List::size).sum();
  }

  private void write(Random random) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker,
            "acks",
            "all",
            "delivery.timeout.ms",
            600_000,
            "max.block.ms",
            600_000);
    Map<String, Long> sums = new HashMap<>();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      while (!ending) {
        String key = "k" + random.nextInt(KEYS);
        int value = random.nextInt(1_000);
        sent.add(producer.send(new ProducerRecord<>(topic, key, key + "," + value)));
        long sum = sums.merge(key, (long) value, Long::sum);
        List<String> lines = expected.computeIfAbsent(key, k -> new ArrayList<>());
        lines.add("%s,%d,%d".formatted(key, lines.size() + 1, sum));
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      failure = new IllegalStateException("the stream could not be written: " + e, e);
    }
  }

  /** Reads what was committed, by key: until there are so many, then as long as more may come. */
  static Map<String, List<String>> committed(
      String broker, String topic, int count, Duration patience) {
    Map<String, List<String>> lines = new HashMap<>();
    try (KafkaConsumer<String, String> consumer = consumer(broker)) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Instant end = Instant.now().plus(patience);
      int read = 0;
      boolean done = false;
      while (!done && Instant.now().isBefore(end)) {
        var records = consumer.poll(Duration.ofSeconds(read < count ? 1 : 3));
        for (ConsumerRecord<String, String> record : records) {
          String key = record.value().substring(0, record.value().indexOf(','));
          lines.computeIfAbsent(key, k -> new ArrayList<>()).add(record.value());
          read++;
        }
        done = read >= count && records.isEmpty();
      }
    }
    return lines;
  }

  private static KafkaConsumer<String, String> consumer(String broker) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", broker, "isolation.level", "read_committed"),
        new StringDeserializer(),
        new StringDeserializer());
  }
}
