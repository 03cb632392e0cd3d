package io.thalweg.connectors.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrokerPropertiesTest {
  @Test
  void nobody_else_gets_in_unless_a_host_is_named() {
    assertThat(BrokerProperties.of(Path.of("x"), "127.0.0.1", 9092, 9093))
        .containsEntry("listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093");
    assertThat(BrokerProperties.of(Path.of("x"), "broker", 9092, 9093))
        .containsEntry("listeners", "PLAINTEXT://:9092,CONTROLLER://127.0.0.1:9093")
        .containsEntry("advertised.listeners", "PLAINTEXT://broker:9092");
  }
}
