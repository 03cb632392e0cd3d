package io.thalweg.jobs.cluster;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A steady stream of labelled events in order of time, to one of two partitions after the other,
 * until it is ended.
 */
final class LabelledEvents {
  static final String TOPIC = "events";

  /** Their number is a multiple of it. */
  static final int PART = 160;

  private static final Duration PAUSE = Duration.ofMillis(8);
  private static final String LAST = "last";
  private static final long FIRST_TIME = 1_000_000;
  private static final long MILLIS = 100;
  private static final long LAST_TIME = 100_000_000;

  private final KafkaSettings settings;
  private final Random random = new Random(1);
  private final Thread writer = new Thread(this::write, "labelled events");
  private volatile boolean ending;
  private volatile RuntimeException failure;
  private long count;

  private LabelledEvents(KafkaSettings settings) {
    this.settings = settings;
  }

  static LabelledEvents begin(String broker) {
    var events = new LabelledEvents(KafkaSettings.of(broker));
    events.writer.setDaemon(true);
    events.writer.start();
    return events;
  }

  /** Ends the stream, with events so much later that nothing before them waits any longer. */
  long end() throws InterruptedException {
    ending = true;
    writer.join();
    if (failure != null) {
      throw failure;
    }
    return count;
  }

  /** Whether an event is of those at the end, which may still wait for others. */
  static boolean isLast(String id) {
    return id.startsWith(LAST);
  }

  private void write() {
    try (var producer =
        new KafkaProducer<>(
            settings.producerProperties(), new StringSerializer(), new StringSerializer())) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      while (!ending || count % PART != 0) {
        var next = event("e" + count, FIRST_TIME + count * MILLIS);
        sent.add(producer.send(new ProducerRecord<>(TOPIC, (int) (count % 2), null, next)));
        count++;
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      for (int partition = 0; partition < 2; partition++) {
        var last = event(LAST + partition, LAST_TIME);
        sent.add(producer.send(new ProducerRecord<>(TOPIC, partition, null, last)));
      }
      awaitAll(sent);
    } catch (RuntimeException e) {
      failure = e;
    } catch (ExecutionException e) {
      failure = new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitAll(List<Future<RecordMetadata>> sent)
      throws ExecutionException, InterruptedException {
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  private String event(String id, long time) {
    double x = random.nextGaussian();
    double y = random.nextGaussian();
    return "{\"id\":\"%s\",\"key\":\"k%d\",\"t\":%d,\"x\":%.4f,\"y\":%.4f,\"label\":\"%s\"}"
        .formatted(id, random.nextInt(5), time, x, y, x + y > 0 ? "w" : "n");
  }
}
