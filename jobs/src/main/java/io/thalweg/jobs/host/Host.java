package io.thalweg.jobs.host;

import io.thalweg.connectors.agents.Decision;
import io.thalweg.connectors.agents.DecisionJson;
import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.agents.ObservationJson;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.environments.Environment;
import io.thalweg.environments.Space;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Drives environments through topics: says what each shows, waits for the answer, takes the action
 * and says what came of it, with the answer as it was. Any number of hosts may do so at the same
 * topics, and end as they like. An answer that comes twice, or to something else, is ignored; where
 * none comes the observation is sent again. One thread runs it; others may ask for figures, and
 * close it.
 */
public final class Host implements AutoCloseable {
  /** Of who learns, so that policies are about what is seen. */
  private static final int AHEAD = 1_000;

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration BRIEFLY = Duration.ofMillis(1);
  private static final long BETWEEN_CHECKS_NANOS = 100_000_000;

  /** In place of the time at which an observation was sent. */
  private static final long HELD = Long.MIN_VALUE;

  private final HostSettings settings;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Hosted> environments = new HashMap<>();
  private final Map<String, Long> sent = new HashMap<>();
  private final ObservationJson json = new ObservationJson();
  private final HostTally tally = new HostTally();
  private final LongSupplier learned;
  private final Deque<Observation> held = new ArrayDeque<>();
  private Future<RecordMetadata> newest;
  private volatile boolean closed;

  /**
   * Connects; nothing is said yet.
   *
   * @throws io.thalweg.connectors.kafka.KafkaAccessException if the brokers cannot be reached or a
   *     topic is missing
   * @throws IllegalArgumentException if the environment's actions are not so many to choose from
   */
  public Host(HostSettings settings, KafkaSettings kafka) {
    this(settings, kafka, () -> Long.MAX_VALUE);
  }

  /**
   * As the other, and waits for who learns.
   *
   * @param learned steps that were learned; it says no more while it is {@value #AHEAD} steps ahead
   */
  public Host(HostSettings settings, KafkaSettings kafka, LongSupplier learned) {
    this.settings = settings;
    this.learned = learned;
    for (int number = 0; number < settings.count(); number++) {
      Hosted hosted = hosted(number);
      environments.put(hosted.name(), hosted);
    }
    Map<String, Integer> partitions;
    try (Topics topics = new Topics(kafka)) {
      partitions = topics.existing(List.of(settings.observations(), settings.actions()));
    }
    producer =
        new KafkaProducer<>(
            producerProperties(kafka), new ByteArraySerializer(), new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            kafka.consumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      listen(partitions.get(settings.actions()));
    } catch (RuntimeException unreachable) {
      close();
      throw unreachable;
    }
  }

  private Hosted hosted(int number) {
    Environment environment = settings.world().make();
    if (environment.actionSpace() instanceof Space.Discrete several) {
      return new Hosted(settings.name() + "-" + number, environment, several.n(), settings.seed());
    }
    throw new IllegalArgumentException(
        "%s: actions of %s found, one of several expected; pendulum-5 has such"
            .formatted(settings.world().name(), environment.actionSpace()));
  }

  private static Properties producerProperties(KafkaSettings kafka) {
    Properties properties = kafka.producerProperties();
    properties.putIfAbsent("linger.ms", "0");
    return properties;
  }

  /** From now on: what was answered before was not asked by this host. */
  private void listen(int partitions) {
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(settings.actions(), partition))
            .toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position);
  }

  /**
   * Runs to the end of its steps, until closed or until its thread is interrupted.
   *
   * @throws IllegalStateException if the brokers refuse what it says
   */
  public void run() {
    try {
      environments.values().forEach(hosted -> say(hosted.begin(System.currentTimeMillis())));
      long checked = System.nanoTime();
      while (!isOver()) {
        consumer.poll(held.isEmpty() ? POLL : BRIEFLY).forEach(this::hear);
        sayHeld();
        if (System.nanoTime() - checked > BETWEEN_CHECKS_NANOS) {
          checked = System.nanoTime();
          sayAgain(checked);
          requireTaken();
        }
      }
      held.forEach(this::send);
      held.clear();
      producer.flush();
    } catch (WakeupException | InterruptException ending) {
      closed = true;
    }
  }

  private boolean isOver() {
    return closed
        || Thread.currentThread().isInterrupted()
        || (settings.steps() > 0 && tally.steps() >= settings.steps());
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    Hosted hosted = record.key() == null ? null : environments.get(text(record.key()));
    if (hosted == null) {
      return; // another host's
    }
    Decision decision;
    try {
      decision = DecisionJson.read(record.value());
    } catch (IllegalArgumentException unreadable) {
      tally.ignored();
      return;
    }
    if (decision.environment().equals(hosted.name())
        && hosted.awaits(decision)
        && sent.get(hosted.name()) != HELD) {
      act(hosted, decision);
    } else {
      tally.ignored();
    }
  }

  private void act(Hosted hosted, Decision decision) {
    tally.step(System.nanoTime() - sent.get(hosted.name()), decision.policyVersion());
    Observation shown = hosted.step(decision, System.currentTimeMillis());
    say(shown);
    if (shown.ends()) {
      tally.episode(hosted.sum());
      say(hosted.begin(System.currentTimeMillis()));
    }
  }

  private void say(Observation observation) {
    if (isAhead()) {
      held.add(observation);
      sent.put(observation.environment(), HELD);
    } else {
      send(observation);
    }
  }

  private boolean isAhead() {
    return tally.steps() - AHEAD > learned.getAsLong();
  }

  private void sayHeld() {
    while (!held.isEmpty() && !isAhead()) {
      send(held.remove());
    }
  }

  private void send(Observation observation) {
    byte[] key = observation.environment().getBytes(StandardCharsets.UTF_8);
    newest =
        producer.send(new ProducerRecord<>(settings.observations(), key, json.write(observation)));
    sent.put(observation.environment(), System.nanoTime());
  }

  private void sayAgain(long now) {
    for (Hosted hosted : environments.values()) {
      long at = sent.get(hosted.name());
      if (at != HELD && now - at > settings.resend().toNanos()) {
        tally.resent();
        send(hosted.said());
      }
    }
  }

  private void requireTaken() {
    if (!newest.isDone()) {
      return;
    }
    try {
      newest.get();
    } catch (ExecutionException refused) {
      throw new IllegalStateException(
          "topic %s: %s".formatted(settings.observations(), refused.getCause().getMessage()),
          refused.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  public HostFigures figures() {
    return tally.figures();
  }

  /** Ends {@link #run}, if another thread is in it. */
  public void end() {
    closed = true;
    consumer.wakeup();
  }

  /** Leaves the brokers; {@link #run} must have ended. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // clients would not close in order
    try {
      producer.close(Duration.ofSeconds(5));
      consumer.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
