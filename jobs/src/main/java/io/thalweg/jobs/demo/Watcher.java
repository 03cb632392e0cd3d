package io.thalweg.jobs.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Decoder;
import io.thalweg.connectors.events.Decoders;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.kafka.Consumed;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.predictions.PredictionJson;
import io.thalweg.connectors.predictions.ProgressJson;
import io.thalweg.jobs.file.JobSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the topics of a job from their beginning with a plain consumer, as any other process could,
 * and counts what it finds.
 */
final class Watcher implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRUTH = "truth";
  private static final Duration POLL = Duration.ofMillis(50);

  private final Consumer<byte[], byte[]> consumer;
  private final JobSpec spec;
  private final Tally tally;
  private final Decoder decoder;
  private final PredictionJson predictions;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean ending;

  private Watcher(Consumer<byte[], byte[]> consumer, JobSpec spec, Tally tally) {
    this.consumer = consumer;
    this.spec = spec;
    this.tally = tally;
    this.decoder = Decoders.events(spec.input().schema());
    this.predictions = new PredictionJson(spec.model().classes());
    this.thread = new Thread(this::run, "watcher of " + spec.name());
    thread.setDaemon(true);
  }

  /** Starts to watch topics that exist. */
  static Watcher start(KafkaSettings settings, JobSpec spec, Tally tally) {
    Watcher watcher =
        new Watcher(
            Consumed.fromTheBeginning(
                settings,
                List.of(
                    spec.input().topic(),
                    spec.output().predictions(),
                    spec.output().metrics(),
                    spec.output().late(),
                    spec.output().deadLetter())),
            spec,
            tally);
    watcher.thread.start();
    return watcher;
  }

  /** Reads to where the topics end now, and stops. */
  void finish() throws InterruptedException {
    ending = true;
    try {
      done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the topics of job " + spec.name() + " cannot be read: " + e.getCause().getMessage(),
          e.getCause());
    }
  }

  private void run() {
    try (consumer) {
      Optional<Map<TopicPartition, Long>> ends = Optional.empty();
      while (ends.isEmpty() || !reached(ends.get())) {
        consumer.poll(POLL).forEach(this::count);
        if (ending && ends.isEmpty()) {
          ends = Optional.of(consumer.endOffsets(consumer.assignment()));
        }
      }
      done.complete(null);
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private boolean reached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void count(ConsumerRecord<byte[], byte[]> record) {
    String topic = record.topic();
    if (topic.equals(spec.input().topic())) {
      Decoded decoded = decoder.decode(Consumed.raw(record));
      if (decoded instanceof Event event) {
        tally.event(event, truth(event));
      }
    } else if (topic.equals(spec.output().predictions())) {
      tally.prediction(
          predictions.read(record.value()), record.timestamp(), System.currentTimeMillis());
    } else if (topic.equals(spec.output().metrics())) {
      tally.progress(ProgressJson.read(record.value()));
    } else {
      tally.rejected();
    }
  }

  /** What a stream says of an event that is not to be learned from, in a field of its own. */
  private int truth(Event event) {
    if (event.labelled()) {
      return -1;
    }
    try {
      return spec.model()
          .classes()
          .indexOf(JSON.readTree(event.raw().value()).path(TRUTH).asText());
    } catch (IOException notJson) {
      throw new IllegalStateException("the event was decoded as JSON", notJson);
    }
  }

  /** Stops where it is. */
  @Override
  public void close() {
    if (done.isDone()) {
      return;
    }
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
