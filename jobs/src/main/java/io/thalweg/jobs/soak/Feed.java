package io.thalweg.jobs.soak;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the stream at a steady rate, whatever happens to the broker meanwhile. */
final class Feed implements AutoCloseable {
  private static final long TICK_NANOS = 2_000_000;
  private static final int DELIVERY_MILLIS = 600_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final LabelledEvents events;
  private final Optional<HostileRecords> hostile;
  private final double share;
  private final SplittableRandom random;
  private final Rejected rejected = new Rejected();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final Thread thread = new Thread(this::write, "feed");
  private final double rate;
  private volatile boolean ending;
  private volatile long valid;

  /**
   * @param hostile records to mix in; empty: none
   * @param share of them among all
   */
  private Feed(
      KafkaSettings settings,
      String topic,
      SoakOptions options,
      Optional<HostileRecords> hostile,
      double share) {
    this.topic = topic;
    this.events = new LabelledEvents(options.seed());
    this.hostile = hostile;
    this.share = share;
    this.random = new SplittableRandom(options.seed() + 2);
    this.rate = options.rate();
    this.producer = producer(settings);
    thread.setDaemon(true);
  }

  static Feed begin(
      KafkaSettings settings, String topic, SoakOptions options, Optional<HostileRecords> hostile) {
    Feed feed = new Feed(settings, topic, options, hostile, options.hostile());
    feed.thread.start();
    return feed;
  }

  /** Writes the first events of the same stream, without hostile records, as fast as can be. */
  static void writeAll(KafkaSettings settings, String topic, SoakOptions options, long count) {
    try (Feed feed = new Feed(settings, topic, options, Optional.empty(), 0)) {
      while (feed.valid < count) {
        feed.send();
      }
      feed.producer.flush();
      feed.check();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(KafkaSettings settings) {
    Properties properties = settings.producerProperties();
    properties.put("delivery.timeout.ms", DELIVERY_MILLIS);
    properties.put("compression.type", "lz4");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void write() {
    try {
      long began = System.nanoTime();
      while (!ending && !failure.isDone()) {
        double due = (System.nanoTime() - began) * 1e-9 * rate;
        while (valid < due && !ending) {
          send();
        }
        LockSupport.parkNanos(TICK_NANOS);
      }
      producer.flush();
    } catch (Throwable e) {
      // Whatever it is, a decoder's overflown stack for example: a silent stream would prove
      // nothing.
      failure.completeExceptionally(e);
    }
  }

  /** A record, hostile or not. */
  private void send() {
    if (hostile.isPresent() && random.nextDouble() < share) {
      int partition = random.nextInt(LabelledEvents.PARTITIONS);
      send(partition, hostile.get().next(), true);
    } else {
      send(events.partition(), events.next(), false);
      valid = events.count();
    }
  }

  private void send(int partition, byte[] value, boolean bad) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, partition, null, value),
            (written, refused) -> {
              if (refused != null) {
                failure.completeExceptionally(refused);
              } else if (bad) {
                rejected.add(written.partition(), written.offset());
              }
            });
  }

  /** Valid records sent so far. */
  long valid() {
    return valid;
  }

  /** The hostile ones that the broker has. */
  Rejected hostile() {
    return rejected;
  }

  /** Ends the stream when all of it is with the broker. */
  void end() throws InterruptedException {
    ending = true;
    thread.join();
    check();
  }

  /** Throws what ended it before its time. */
  void check() {
    if (failure.isCompletedExceptionally()) {
      try {
        failure.join();
      } catch (CompletionException e) {
        throw new SoakException("the stream broke off: " + e.getCause(), e);
      }
    }
  }

  /** What the broker does not have yet is given up: {@link #end} would have waited for it. */
  @Override
  public void close() {
    ending = true;
    producer.close(Duration.ZERO);
  }
}
