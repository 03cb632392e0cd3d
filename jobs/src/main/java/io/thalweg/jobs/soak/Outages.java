package io.thalweg.jobs.soak;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * For how long a job that is asked all the while answers nothing: the longest time between two
 * answers, by when the broker appended them, committed or not. Not thread-safe.
 */
final class Outages implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Admin admin;
  private final List<TopicPartition> answers;

  Outages(KafkaSettings settings, String topic, int partitions) {
    Properties properties = settings.consumerProperties();
    properties.put("isolation.level", "read_uncommitted");
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.admin = Admin.create(settings.adminProperties());
    this.answers = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      answers.add(new TopicPartition(topic, partition));
    }
    consumer.assign(answers);
  }

  /** Until an answer is committed. */
  void awaitAnswer() {
    begin();
    longest(System.currentTimeMillis());
  }

  /** From now on. */
  void begin() {
    consumer.seekToEnd(answers);
    answers.forEach(consumer::position);
  }

  /**
   * The longest time without an answer from {@code since} until an answer that comes after this
   * call is committed.
   */
  Duration longest(long since) {
    List<Long> appended = new ArrayList<>();
    Optional<ConsumerRecord<byte[], byte[]>> fresh = Optional.empty();
    long now = System.currentTimeMillis();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (fresh.isEmpty() || !committed(fresh.get())) {
      for (ConsumerRecord<byte[], byte[]> answer : consumer.poll(POLL)) {
        appended.add(answer.timestamp());
        fresh = fresh.isEmpty() && answer.timestamp() > now ? Optional.of(answer) : fresh;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new SoakException("no answer was committed for %d s".formatted(PATIENCE.toSeconds()));
      }
    }
    return longest(since, appended);
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

  /** Whether readers of what is committed see it, as far as the broker says. */
  private boolean committed(ConsumerRecord<?, ?> answer) {
    TopicPartition partition = new TopicPartition(answer.topic(), answer.partition());
    var end =
        admin.listOffsets(
            Map.of(partition, OffsetSpec.latest()),
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
    try {
      return end.partitionResult(partition).get().offset() > answer.offset();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SoakException("interrupted", e);
    }
  }

  @Override
  public void close() {
    consumer.close();
    admin.close();
  }
}
