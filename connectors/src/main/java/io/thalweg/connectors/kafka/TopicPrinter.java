package io.thalweg.connectors.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Shows a topic's committed records as lines of text; commits no offsets and joins no group. */
public final class TopicPrinter {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings settings;
  private final Consumer<String> out;

  /**
   * What to show.
   *
   * @param fromBeginning with the first record that the topic has; else with the next to come
   * @param follow waits for more; else stops at the end that the topic has at the start
   * @param headers shows them too
   * @param limit stops after so many records
   */
  public record Options(boolean fromBeginning, boolean follow, boolean headers, long limit) {}

  /**
   * A printer.
   *
   * @param out is given one text per record, of several lines where headers are shown
   */
  public TopicPrinter(KafkaSettings settings, Consumer<String> out) {
    this.settings = settings;
    this.out = out;
  }

  /**
   * Shows records until the limit, the end, or an interrupt; in order within each partition.
   *
   * @return number of records shown
   * @throws KafkaAccessException if the topic or the broker is not there
   */
  public long print(String topic, Options options) {
    List<TopicPartition> partitions = partitions(topic);
    Properties properties = settings.consumerProperties();
    properties.putIfAbsent("default.api.timeout.ms", "8000");
    boolean interrupted = false;
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      if (options.fromBeginning()) {
        consumer.seekToBeginning(partitions);
      } else {
        ends.forEach(consumer::seek);
      }
      long shown = print(consumer, ends, options);
      // A consumer does not close in an interrupted thread.
      interrupted = Thread.interrupted();
      return shown;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long print(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Options options) {
    long shown = 0;
    try {
      while (shown < options.limit() && (options.follow() || !reached(consumer, ends))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          boolean wanted = options.follow() || record.offset() < ends.get(partition);
          if (wanted && shown < options.limit()) {
            out.accept(RecordText.of(record, options.headers()));
            shown++;
          }
        }
      }
    } catch (InterruptException e) {
      // The way to end it; the thread's flag is set again.
    } catch (KafkaException e) {
      throw Denial.in(e, settings)
          .<RuntimeException>map(
              denial ->
                  new KafkaAccessException(
                      "cannot read from " + settings.bootstrapServers() + " " + denial, e))
          .orElse(e);
    }
    return shown;
  }

  private static boolean reached(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private List<TopicPartition> partitions(String topic) {
    try (Topics topics = new Topics(settings)) {
      Integer count = topics.partitions(List.of(topic)).get(topic);
      if (count == null) {
        throw new KafkaAccessException(
            "no topic " + topic + " at " + settings.bootstrapServers() + ": is the name right?",
            null);
      }
      return IntStream.range(0, count).mapToObj(i -> new TopicPartition(topic, i)).toList();
    }
  }
}
