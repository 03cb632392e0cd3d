package io.thalweg.jobs.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.connectors.agents.AgentSpaces;
import io.thalweg.connectors.agents.Decision;
import io.thalweg.connectors.agents.DecisionJson;
import io.thalweg.connectors.agents.Heard;
import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.agents.ObservationReader;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.connectors.kafka.KafkaAccessException;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.environments.Environments;
import io.thalweg.jobs.testing.HurtFlink;
import io.thalweg.jobs.testing.Streams;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HostIT {
  private static final AgentSpaces SPACES = new AgentSpaces(4, 2, 1_000_000);

  private Streams streams;
  private Actor actor;

  @BeforeEach
  void start() {
    streams = new Streams();
    streams.create(Topic.of("observations", 2), Topic.of("actions", 2));
  }

  @AfterEach
  void stop() throws Exception {
    if (actor != null) {
      actor.close();
    }
    streams.close();
  }

  private Host host(String name, int count, long steps) {
    return host(name, count, steps, Duration.ofMillis(200));
  }

  private Host host(String name, int count, long steps, Duration resend) {
    return new Host(
        new HostSettings(
            Environments.named("cartpole"),
            count,
            name,
            7,
            "observations",
            "actions",
            resend,
            steps),
        KafkaSettings.of(streams.brokers()));
  }

  private List<Observation> said() {
    ObservationReader reader = new ObservationReader(SPACES);
    List<Observation> said = new ArrayList<>();
    for (var record : streams.read("observations")) {
      Heard heard =
          reader.read(
              new RawRecord(
                  new Origin(record.topic(), record.partition(), record.offset()),
                  record.timestamp(),
                  record.key(),
                  record.value()));
      assertThat(heard).isInstanceOf(Observation.class);
      said.add((Observation) heard);
    }
    return said;
  }

  /** Answers in the place of a job: everything twice, differently, after something foreign. */
  private final class Actor implements AutoCloseable {
    private final Thread thread = new Thread(this::run, "actor");
    private final boolean everyOther;
    private final Set<String> skipped = new HashSet<>();
    private volatile boolean closed;

    /**
     * @param everyOther whether each observation is answered only when it comes again
     */
    Actor(boolean everyOther) {
      this.everyOther = everyOther;
      thread.start();
    }

    private void run() {
      KafkaSettings settings = KafkaSettings.of(streams.brokers());
      try (var consumer =
              new KafkaConsumer<>(
                  settings.consumerProperties(),
                  new ByteArrayDeserializer(),
                  new ByteArrayDeserializer());
          var producer =
              new KafkaProducer<>(
                  settings.producerProperties(),
                  new ByteArraySerializer(),
                  new ByteArraySerializer())) {
        consumer.assign(
            List.of(new TopicPartition("observations", 0), new TopicPartition("observations", 1)));
        consumer.seekToBeginning(consumer.assignment());
        ObservationReader reader = new ObservationReader(SPACES);
        DecisionJson json = new DecisionJson();
        while (!closed) {
          for (var record : consumer.poll(Duration.ofMillis(20))) {
            Observation seen =
                (Observation)
                    reader.read(
                        new RawRecord(
                            new Origin("observations", record.partition(), record.offset()),
                            record.timestamp(),
                            record.key(),
                            record.value()));
            if (seen.ends() || (everyOther && skipped.add(place(seen)))) {
              continue;
            }
            send(producer, seen.environment(), "no JSON".getBytes(StandardCharsets.UTF_8));
            send(producer, seen.environment(), json.write(decision(seen, seen.step() + 7, 1)));
            send(producer, seen.environment(), json.write(decision(seen, seen.step(), 9)));
            send(producer, seen.environment(), json.write(decision(seen, seen.step(), 0)));
            send(producer, seen.environment(), json.write(decision(seen, seen.step(), 1)));
          }
        }
      }
    }

    private static void send(
        KafkaProducer<byte[], byte[]> producer, String environment, byte[] value) {
      var unused =
          producer.send(
              new ProducerRecord<>("actions", environment.getBytes(StandardCharsets.UTF_8), value));
    }

    private static Decision decision(Observation seen, long step, int action) {
      return new Decision(
          seen.environment(),
          seen.episode(),
          step,
          seen.time(),
          action,
          0.25,
          40 + seen.step(),
          new float[] {1, 2});
    }

    @Override
    public void close() throws InterruptedException {
      closed = true;
      thread.join();
    }
  }

  private static String place(Observation seen) {
    return seen.environment() + " " + seen.episode() + " " + seen.step();
  }

  @Test
  void takes_the_first_answer_that_fits_and_echoes_it() {
    actor = new Actor(false);
    // A machine that stands still for a moment must not make the host ask again.
    try (Host host = host("a", 3, 300, Duration.ofMinutes(1))) {
      host.run();
      assertThat(host.figures().steps()).isBetween(300L, 303L);
      assertThat(host.figures().ignored()).isPositive();
      assertThat(host.figures().roundTripP50Millis()).isPositive();
      assertThat(host.figures().meanReturn()).isBetween(8.0, 11.0); // always to the left
    }
    List<Observation> said = said();
    assertThat(said)
        .filteredOn(seen -> seen.step() > 0)
        .allSatisfy(
            seen -> {
              assertThat(seen.taken().action()).isZero();
              assertThat(seen.taken().probability()).isEqualTo(0.25);
              assertThat(seen.taken().policyVersion()).isEqualTo(40 + seen.step() - 1);
              assertThat(seen.reward()).isEqualTo(1);
            });
    assertThat(said).anyMatch(seen -> seen.terminated() && !seen.truncated());
    assertThat(said).extracting(HostIT::place).doesNotHaveDuplicates();
  }

  @Test
  void says_again_what_is_not_answered() {
    actor = new Actor(true);
    try (Host host = host("a", 2, 20)) {
      host.run();
      assertThat(host.figures().resent()).isGreaterThanOrEqualTo(20);
    }
    long places = said().stream().map(HostIT::place).distinct().count();
    assertThat((long) said().size()).isGreaterThan(places);
  }

  @Test
  void two_hosts_at_the_same_topics_do_not_hear_each_other() throws Exception {
    actor = new Actor(false);
    try (Host one = host("one", 2, 0);
        Host two = host("two", 2, 0)) {
      CompletableFuture<Void> first = CompletableFuture.runAsync(one::run);
      CompletableFuture<Void> second = CompletableFuture.runAsync(two::run);
      HurtFlink.await().until(() -> one.figures().steps() > 50 && two.figures().steps() > 50);
      one.end();
      first.get(1, TimeUnit.MINUTES);
      long alone = two.figures().steps();
      HurtFlink.await().until(() -> two.figures().steps() > alone + 20);
      two.end();
      second.get(1, TimeUnit.MINUTES);
    }
    assertThat(said())
        .extracting(Observation::environment)
        .contains("one-0", "one-1", "two-0", "two-1");
    assertThat(said()).extracting(HostIT::place).doesNotHaveDuplicates();
  }

  @Test
  void a_missing_topic_is_said() {
    HostSettings settings =
        new HostSettings(
            Environments.named("cartpole"),
            1,
            "a",
            1,
            "nowhere",
            "actions",
            Duration.ofSeconds(1),
            0);
    assertThatThrownBy(() -> new Host(settings, KafkaSettings.of(streams.brokers())))
        .isInstanceOf(KafkaAccessException.class)
        .hasMessageContaining("nowhere");
  }
}
