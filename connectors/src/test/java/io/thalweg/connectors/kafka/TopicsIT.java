package io.thalweg.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.connectors.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TopicsIT {
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void missing_topics_are_made_and_existing_ones_left_alone() throws Exception {
    KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers());
    try (Topics topics = new Topics(settings)) {
      assertThat(topics.create(List.of(Topic.of("a", 3), Topic.ofModel("m"))))
          .containsExactly("a", "m");
      assertThat(topics.create(List.of(Topic.of("a", 5), Topic.ofRejected("late", 1))))
          .containsExactly("late");
      assertThat(topics.partitions(List.of("a", "m", "absent"))).isEqualTo(Map.of("a", 3, "m", 1));
    }
    try (Admin admin = Admin.create(settings.adminProperties())) {
      assertThat(configuration(admin, "m").get("cleanup.policy").value()).isEqualTo("compact");
      assertThat(configuration(admin, "late").get("max.message.bytes").value())
          .isEqualTo(String.valueOf(RejectedRecords.MAX_REQUEST_BYTES));
    }
  }

  @Test
  void what_a_group_has_read_is_counted_over_partitions_of_that_topic_only() throws Exception {
    KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers());
    try (Topics topics = new Topics(settings);
        Admin admin = Admin.create(settings.adminProperties())) {
      topics.create(List.of(Topic.of("read", 2), Topic.of("other", 1)));
      assertThat(topics.read("read", "reader")).isZero();
      admin
          .alterConsumerGroupOffsets(
              "reader",
              Map.of(
                  new TopicPartition("read", 0), new OffsetAndMetadata(3),
                  new TopicPartition("read", 1), new OffsetAndMetadata(4),
                  new TopicPartition("other", 0), new OffsetAndMetadata(50)))
          .all()
          .get();
      assertThat(topics.read("read", "reader")).isEqualTo(7);
      assertThat(topics.read("read", "another")).isZero();
    }
  }

  @Test
  void topic_that_is_too_small_for_rejected_records_is_said_with_what_it_must_take() {
    try (Topics topics = new Topics(KafkaSettings.of(broker.bootstrapServers()))) {
      topics.create(List.of(Topic.ofRejected("roomy", 1), Topic.of("narrow", 1)));
      topics.requireRoomForRejected(List.of("roomy", "absent"));
      assertThatThrownBy(() -> topics.requireRoomForRejected(List.of("roomy", "narrow")))
          .isInstanceOf(KafkaAccessException.class)
          .hasMessageContaining("topic narrow")
          .hasMessageContaining("max.message.bytes is 1048588")
          .hasMessageContaining(RejectedRecords.MAX_REQUEST_BYTES + " or more expected");
    }
  }

  @Test
  void a_name_that_the_broker_refuses_is_an_error_with_its_reason() {
    try (Topics topics = new Topics(KafkaSettings.of(broker.bootstrapServers()))) {
      assertThatThrownBy(() -> topics.create(List.of(Topic.of("a b", 1))))
          .isInstanceOf(KafkaAccessException.class)
          .hasMessageContaining("cannot create topic a b at " + broker.bootstrapServers())
          .hasMessageContaining("contains one or more characters other than");
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void a_broker_that_is_not_there_is_one_error_with_the_remedy() {
    assertThatThrownBy(() -> new Topics(KafkaSettings.of("127.0.0.1:1, 127.0.0.1:2")))
        .isInstanceOf(KafkaAccessException.class)
        .hasMessageContaining("no broker answers at 127.0.0.1:1, 127.0.0.1:2")
        .hasMessageContaining("start a broker there");
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void somebody_who_is_no_broker_is_one_error_with_the_remedy() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Topics topics = new Topics(KafkaSettings.of("127.0.0.1:" + silent.getLocalPort()))) {
      assertThatThrownBy(() -> topics.create(List.of(Topic.of("a", 1))))
          .isInstanceOf(KafkaAccessException.class)
          .hasMessageContaining(silent.getLocalPort() + " (somebody listens")
          .hasMessageContaining("try again")
          .hasMessageNotContaining("start a broker there");
    }
  }

  @Test
  void the_address_may_be_a_placeholder(@TempDir Path folder) throws IOException {
    Path address = Files.writeString(folder.resolve("brokers"), broker.bootstrapServers());
    try (Topics topics = new Topics(KafkaSettings.of("${file:" + address + "}"))) {
      assertThat(topics.create(List.of(Topic.of("by-placeholder", 1))))
          .containsExactly("by-placeholder");
    }
  }

  @Test
  void an_address_that_is_none_is_an_error_that_names_it() {
    assertThatThrownBy(() -> new Topics(KafkaSettings.of("nowhere")))
        .isInstanceOf(KafkaAccessException.class)
        .hasMessageContaining("nowhere");
  }

  private static Config configuration(Admin admin, String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource);
  }
}
