package io.thalweg.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.TopicPrinter.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicPrinterIT {
  private static EmbeddedBroker broker;
  private static KafkaSettings settings;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start();
    settings = KafkaSettings.of(broker.bootstrapServers());
    try (Topics topics = new Topics(settings)) {
      topics.create(List.of(Topic.of("river", 2), Topic.of("brook", 1)));
    }
    send("river", "a", "b", "c");
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void it_stops_at_the_end_or_at_the_limit() {
    assertThat(printed("river", new Options(true, false, false, Long.MAX_VALUE)))
        .hasSize(3)
        .anyMatch(line -> line.endsWith("  -  b"));
    assertThat(printed("river", new Options(true, false, false, 2))).hasSize(2);
    assertThat(printed("river", new Options(false, false, false, 2))).isEmpty();
  }

  @Test
  void following_it_shows_what_comes_until_it_is_interrupted() throws Exception {
    send("brook", "old");
    List<String> lines = new CopyOnWriteArrayList<>();
    AtomicLong shown = new AtomicLong(-1);
    Options options = new Options(true, true, false, Long.MAX_VALUE);
    Thread reader =
        new Thread(() -> shown.set(new TopicPrinter(settings, lines::add).print("brook", options)));
    reader.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> lines.size() == 1);
    send("brook", "new");
    await().atMost(Duration.ofSeconds(30)).until(() -> lines.size() == 2);
    reader.interrupt();
    reader.join();
    assertThat(shown).hasValue(2);
    assertThat(lines).last().asString().endsWith("new");
  }

  @Test
  void a_topic_that_is_not_there_is_an_error_that_names_it() {
    assertThatThrownBy(() -> printed("nowhere", new Options(true, false, false, 1)))
        .isInstanceOf(KafkaAccessException.class)
        .hasMessageContaining("no topic nowhere at " + broker.bootstrapServers());
  }

  private static List<String> printed(String topic, Options options) {
    List<String> lines = new ArrayList<>();
    long count = new TopicPrinter(settings, lines::add).print(topic, options);
    assertThat(lines).hasSize((int) count);
    return lines;
  }

  private static void send(String topic, String... values) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            settings.producerProperties(), new StringSerializer(), new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value)).get();
      }
    }
  }
}
