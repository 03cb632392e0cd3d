package io.thalweg.benchmarks.streams;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A plain consumer in a thread of its own that is always polling for answers. */
final class AnswerReader {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Trace trace;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile boolean ending;

  private AnswerReader(KafkaConsumer<byte[], byte[]> consumer, Trace trace) {
    this.consumer = consumer;
    this.trace = trace;
  }

  static AnswerReader start(KafkaSettings settings, String topic, Trace trace) {
    var bytes = new ByteArrayDeserializer();
    var consumer = new KafkaConsumer<>(settings.consumerProperties(), bytes, bytes);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    AnswerReader reader = new AnswerReader(consumer, trace);
    new Thread(reader::run, "reader of " + topic).start();
    return reader;
  }

  private void run() {
    try (consumer) {
      while (!ending) {
        var records = consumer.poll(POLL);
        long nanos = System.nanoTime();
        long millis = System.currentTimeMillis();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          trace.answered(Events.number(record.value()), record.timestamp(), millis, nanos);
        }
      }
      end.complete(null);
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  /** Stops where it is; throws what it met with. */
  void end() {
    ending = true;
    end.join();
  }
}
