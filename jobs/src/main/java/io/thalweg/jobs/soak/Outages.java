package io.thalweg.jobs.soak;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * For how long a job that is asked all the while answers nothing: the longest time between two
 * answers, by when the broker appended them, committed or not. Not thread-safe.
 */
final class Outages implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final KafkaConsumer<byte[], byte[]> appended;
  private final KafkaConsumer<byte[], byte[]> committed;
  private final List<TopicPartition> answers = new ArrayList<>();

  Outages(KafkaSettings settings, String topic, int partitions) {
    for (int partition = 0; partition < partitions; partition++) {
      answers.add(new TopicPartition(topic, partition));
    }
    this.appended = consumer(settings, "read_uncommitted");
    this.committed = consumer(settings, "read_committed");
  }

  private KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings, String isolation) {
    Properties properties = settings.consumerProperties();
    properties.put("isolation.level", isolation);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(answers);
    return consumer;
  }

  /** Until an answer is committed. */
  void awaitAnswer() {
    begin();
    longest(System.currentTimeMillis());
  }

  /** From now on. */
  void begin() {
    for (KafkaConsumer<byte[], byte[]> consumer : List.of(appended, committed)) {
      consumer.seekToEnd(answers);
      answers.forEach(consumer::position);
    }
  }

  /**
   * The longest time without an answer from {@code since} until an answer that is appended after
   * this call is committed: one that is taken back does not end an outage.
   */
  Duration longest(long since) {
    List<Long> times = new ArrayList<>();
    long now = System.currentTimeMillis();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<ConsumerRecord<byte[], byte[]>> fresh = Optional.empty();
    while (fresh.isEmpty() || !hasSeen(fresh.get())) {
      appended.poll(POLL).forEach(answer -> times.add(answer.timestamp()));
      for (ConsumerRecord<byte[], byte[]> answer : committed.poll(POLL)) {
        fresh = fresh.isEmpty() && answer.timestamp() > now ? Optional.of(answer) : fresh;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new SoakException("no answer was committed for %d s".formatted(PATIENCE.toSeconds()));
      }
    }
    return longest(since, times);
  }

  private boolean hasSeen(ConsumerRecord<?, ?> answer) {
    return appended.position(new TopicPartition(answer.topic(), answer.partition()))
        > answer.offset();
  }

  /** Over answers in any order; those before {@code since} do not count. */
  static Duration longest(long since, List<Long> appended) {
    long last = since;
    long longest = 0;
    for (long time : appended.stream().filter(t -> t >= since).sorted().toList()) {
      longest = Math.max(longest, time - last);
      last = time;
    }
    return Duration.ofMillis(longest);
  }

  @Override
  public void close() {
    appended.close();
    committed.close();
  }
}
