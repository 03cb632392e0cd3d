package io.thalweg.connectors.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  @Test
  void records_survive_a_restart_on_the_same_folder(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin.createTopics(List.of(new NewTopic("river", 2, (short) 1))).all().get();
      }
      send(broker, "before");
      assertThat(read(broker, 1)).containsExactly("before");
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      send(broker, "after");
      assertThat(read(broker, 2)).containsExactlyInAnyOrder("before", "after");
    }
    assertThat(folder).isNotEmptyDirectory();
  }

  @Test
  void a_temporary_folder_is_deleted_and_topics_are_not_created_by_being_named() throws Exception {
    Path folder;
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      folder = broker.folder();
      assertThat(folder).isNotEmptyDirectory();
      assertThat(admin.listTopics().names().get()).isEmpty();
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void a_port_in_use_is_refused_with_the_remedy(@TempDir Path folder) {
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      assertThatThrownBy(() -> EmbeddedBroker.start(folder, broker.port()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("127.0.0.1:" + broker.port())
          .hasMessageContaining("give another port");
    }
  }

  private static void send(EmbeddedBroker broker, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("river", value)).get();
    }
  }

  private static List<String> read(EmbeddedBroker broker, int count) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "group.id",
            "reader-" + count,
            "auto.offset.reset",
            "earliest");
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("river"));
      List<String> values = new ArrayList<>();
      Instant end = Instant.now().plusSeconds(20);
      while (values.size() < count && Instant.now().isBefore(end)) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
