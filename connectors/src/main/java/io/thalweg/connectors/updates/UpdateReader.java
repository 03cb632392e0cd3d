package io.thalweg.connectors.updates;

import io.thalweg.connectors.kafka.KafkaAccessException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a model topic from its beginning to where it ends when the reading begins, for tools: what
 * is in it, and the newest model. Belongs to no consumer group, commits nothing, and sees no record
 * of a transaction that was aborted or is still open.
 */
public final class UpdateReader {
  /** Hears of complete updates. */
  @FunctionalInterface
  public interface Listener {
    void complete(ModelUpdate update);
  }

  private static final Duration POLL = Duration.ofMillis(200);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Duration patience;

  /**
   * A reader that connects when it reads.
   *
   * @param properties of a Kafka consumer, {@code bootstrap.servers} and security among them
   * @param patience how long the broker may give nothing before reading fails
   */
  public UpdateReader(Properties properties, Duration patience) {
    this(() -> consumer(properties), patience);
  }

  UpdateReader(Supplier<Consumer<byte[], byte[]>> consumers, Duration patience) {
    this.consumers = consumers;
    this.patience = patience;
  }

  private static Consumer<byte[], byte[]> consumer(Properties properties) {
    Properties all = new Properties();
    all.putAll(properties);
    all.remove(ConsumerConfig.GROUP_ID_CONFIG);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Reads the topic once.
   *
   * @param fingerprint that the newest update must have; null: any
   * @param maxBytes longest payload
   * @throws KafkaAccessException where the topic does not exist or the broker does not answer
   */
  public TopicContents read(String topic, String model, String fingerprint, long maxBytes) {
    return read(topic, model, fingerprint, maxBytes, update -> {});
  }

  /**
   * Reads the topic once.
   *
   * @param each hears of every complete update with that fingerprint, the newest last
   */
  public TopicContents read(
      String topic, String model, String fingerprint, long maxBytes, Listener each) {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      Map<TopicPartition, Long> ends = assign(consumer, topic);
      UpdateAssembler assembler = new UpdateAssembler(model, fingerprint, maxBytes);
      History history = new History(model, maxBytes);
      Optional<ModelUpdate> newest = Optional.empty();
      long progressed = System.nanoTime();
      while (!isAtEnd(consumer, ends)) {
        long before = position(consumer, ends);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          String key =
              record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
          Header header = record.headers().lastHeader(UpdateWriter.HEADER);
          byte[] json = header == null ? null : header.value();
          history.add(key, json, record.value(), record.timestamp());
          Optional<ModelUpdate> complete = assembler.add(key, json, record.value());
          complete.ifPresent(each::complete);
          newest = complete.or(keep(newest));
        }
        if (position(consumer, ends) > before) {
          progressed = System.nanoTime();
        } else if (System.nanoTime() - progressed > patience.toNanos()) {
          throw new KafkaAccessException(
              "topic "
                  + topic
                  + ": the broker gave nothing for "
                  + patience.toSeconds()
                  + " s before the end of the topic; is it up, and all of its partitions?",
              null);
        }
      }
      return new TopicContents(newest, history.publications(), assembler.refusals());
    } catch (TimeoutException e) {
      throw new KafkaAccessException(
          "topic "
              + topic
              + ": no answer within "
              + patience.toSeconds()
              + " s; is the broker up, and bootstrap.servers right?",
          e);
    }
  }

  private static Supplier<Optional<ModelUpdate>> keep(Optional<ModelUpdate> newest) {
    return () -> newest;
  }

  private Map<TopicPartition, Long> assign(Consumer<byte[], byte[]> consumer, String topic) {
    List<PartitionInfo> infos = consumer.partitionsFor(topic, patience);
    if (infos == null || infos.isEmpty()) {
      throw new KafkaAccessException(
          "topic " + topic + " does not exist; has the job that writes it been started?", null);
    }
    List<TopicPartition> partitions =
        infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer.endOffsets(partitions, patience);
  }

  private boolean isAtEnd(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), patience) >= end.getValue());
  }

  private long position(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.keySet().stream()
        .mapToLong(partition -> consumer.position(partition, patience))
        .sum();
  }
}
