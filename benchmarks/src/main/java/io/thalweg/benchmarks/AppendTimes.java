package io.thalweg.benchmarks;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When the broker appended the records of a topic, milliseconds since the epoch, in order. */
public record AppendTimes(long[] sorted) {

  /** The same topic, with records that carry the time of their appending. */
  public static Topic stamped(Topic topic) {
    Map<String, String> configuration = new HashMap<>(topic.configuration());
    configuration.put("message.timestamp.type", "LogAppendTime");
    return new Topic(topic.name(), topic.partitions(), configuration);
  }

  /** Reads the topic when everything is over, so that reading costs the run nothing. */
  public static AppendTimes of(KafkaSettings settings, String topic) {
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

  public int count() {
    return sorted.length;
  }

  /** Records per second once the first {@code discarded} of them have been appended. */
  public double recordsPerSecond(int discarded) {
    long first = sorted[discarded];
    long last = sorted[sorted.length - 1];
    return (sorted.length - discarded) * 1e3 / Math.max(1, last - first);
  }
}
