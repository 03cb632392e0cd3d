package io.thalweg.jobs.demo;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.AgentProgressJson;
import io.thalweg.connectors.agents.DecisionJson;
import io.thalweg.connectors.kafka.Consumed;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateAssembler;
import io.thalweg.connectors.updates.UpdateWriter;
import io.thalweg.jobs.file.AgentJobSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the topics of an agent's job with a plain consumer, as any other process could. */
final class AgentWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentWatcher.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long LARGEST_POLICY = 1L << 30;

  private final Consumer<byte[], byte[]> consumer;
  private final AgentJobSpec spec;
  private final UpdateAssembler assembler;
  private final PolicyAges ages = new PolicyAges();
  private final Thread thread;
  private volatile AgentProgress progress;
  private volatile ModelUpdate newest;
  private volatile boolean closed;

  private AgentWatcher(Consumer<byte[], byte[]> consumer, AgentJobSpec spec) {
    this.consumer = consumer;
    this.spec = spec;
    assembler = new UpdateAssembler(spec.name(), spec.agent().fingerprint(), LARGEST_POLICY);
    thread = new Thread(this::run, "watcher of " + spec.name());
    thread.setDaemon(true);
  }

  /** Starts to watch topics that exist. */
  static AgentWatcher start(KafkaSettings settings, AgentJobSpec spec) {
    AgentWatcher watcher =
        new AgentWatcher(
            Consumed.fromTheBeginning(
                settings,
                List.of(
                    spec.output().actions(), spec.output().policies(), spec.output().metrics())),
            spec);
    watcher.thread.start();
    return watcher;
  }

  private void run() {
    try (consumer) {
      while (!closed) {
        consumer.poll(POLL).forEach(this::seeIfReadable);
      }
    } catch (WakeupException ending) {
      closed = true;
    }
  }

  /** The broker is open to others, and what they write must not end the view. */
  private void seeIfReadable(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return;
    }
    try {
      see(record);
    } catch (IllegalArgumentException foreign) {
      LOG.warn(
          "{}-{}, offset {}: {}; not shown",
          record.topic(),
          record.partition(),
          record.offset(),
          foreign.getMessage());
    }
  }

  private void see(ConsumerRecord<byte[], byte[]> record) {
    String topic = record.topic();
    if (topic.equals(spec.output().actions())) {
      ages.acted(DecisionJson.read(record.value()).policyVersion(), record.timestamp());
    } else if (topic.equals(spec.output().metrics())) {
      progress = AgentProgressJson.read(record.value());
    } else {
      Header header = record.headers().lastHeader(UpdateWriter.HEADER);
      assembler
          .add(
              new String(record.key(), StandardCharsets.UTF_8),
              header == null ? null : header.value(),
              record.value())
          .ifPresent(
              update -> {
                newest = update;
                ages.published(update.version(), record.timestamp());
              });
    }
  }

  PolicyAges ages() {
    return ages;
  }

  /** Transitions that were learned when it was last told. */
  long learned() {
    AgentProgress known = progress;
    return known == null ? 0 : known.transitions();
  }

  Optional<AgentProgress> progress() {
    return Optional.ofNullable(progress);
  }

  Optional<ModelUpdate> newest() {
    return Optional.ofNullable(newest);
  }

  /** Stops where it is. */
  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
