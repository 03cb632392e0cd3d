package io.thalweg.benchmarks.streams;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When the broker appended the records of a topic, milliseconds since the epoch, in order. */
record AppendTimes(long[] sorted) {

  /** Reads the topic when everything is over, so that reading costs the run nothing. */
  static AppendTimes of(KafkaSettings settings, String topic) {
    LongStream.Builder times = LongStream.builder();
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(settings.consumerProperties(), bytes, bytes)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          times.add(record.timestamp());
        }
      }
    }
    long[] sorted = times.build().toArray();
    Arrays.sort(sorted);
    return new AppendTimes(sorted);
  }

  int count() {
    return sorted.length;
  }

  /** Records per second once the first {@code discarded} of them have been appended. */
  double recordsPerSecond(int discarded) {
    long first = sorted[discarded];
    long last = sorted[sorted.length - 1];
    return (sorted.length - discarded) * 1e3 / Math.max(1, last - first);
  }
}
