package io.thalweg.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
  private static final String JAAS =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
          + " password=\"${file:%s}\";";

  @Test
  void a_broker_on_this_machine_is_the_default() {
    assertThat(new KafkaSettings(Map.of()).bootstrapServers()).isEqualTo("127.0.0.1:9092");
  }

  @Test
  void every_client_resolves_secrets_and_the_properties_do_not(@TempDir Path folder)
      throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "deep water\n");
    KafkaSettings settings =
        new KafkaSettings(
            Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", JAAS.formatted(password),
                "ssl.truststore.location", "/etc/thalweg/trust.jks",
                "ssl.truststore.password", "${file:" + password + "}",
                "client.id", "of ${env:PATH}"));

    assertThat(settings.consumerProperties().toString()).doesNotContain("deep water");
    assertThat(InstantiationUtil.serializeObject(settings)).asString().doesNotContain("deep water");

    var consumer = new ConsumerConfig(deserializing(settings.consumerProperties()));
    assertThat(consumer.getPassword("ssl.truststore.password").value()).isEqualTo("deep water");
    assertThat(consumer.getPassword("sasl.jaas.config").value())
        .contains("username=\"u\" password=\"deep water\";");
    assertThat(consumer.getString("client.id")).isEqualTo("of " + System.getenv("PATH"));
    assertThat(consumer.getString("security.protocol")).isEqualTo("SASL_SSL");

    var producer = new ProducerConfig(serializing(settings.producerProperties()));
    assertThat(producer.getPassword("ssl.truststore.password").value()).isEqualTo("deep water");
    var admin = new AdminClientConfig(settings.adminProperties());
    assertThat(admin.getPassword("ssl.truststore.password").value()).isEqualTo("deep water");
    assertThat(admin.getString("ssl.truststore.location")).isEqualTo("/etc/thalweg/trust.jks");
  }

  @Test
  void a_missing_variable_is_an_error_that_names_property_and_remedy() {
    Properties properties =
        new KafkaSettings(Map.of("ssl.key.password", "${env:THALWEG_NOT_THERE}")).adminProperties();
    assertThatThrownBy(() -> new AdminClientConfig(properties))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'ssl.key.password'")
        .hasMessageContaining("THALWEG_NOT_THERE is not set")
        .hasMessageContaining("set it for every process");
  }

  @Test
  void a_missing_or_huge_file_is_an_error_that_names_property_and_remedy(@TempDir Path folder)
      throws Exception {
    Path absent = folder.resolve("a:b");
    Properties properties =
        new KafkaSettings(Map.of("ssl.key.password", "${file:" + absent + "}")).adminProperties();
    assertThatThrownBy(() -> new AdminClientConfig(properties))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'ssl.key.password'")
        .hasMessageContaining(absent + " cannot be read (NoSuchFileException)")
        .hasMessageContaining("put a readable file there");

    Files.write(absent, new byte[Secret.MAX_BYTES + 1]);
    assertThatThrownBy(() -> new AdminClientConfig(properties))
        .hasMessageContaining("is larger than 1048576 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${vault:x}", "${env:A", "${NAME}", "${env:}", "x${file:/a}y${b:c}"})
  void what_only_looks_like_a_placeholder_is_refused(String value) {
    assertThatThrownBy(() -> new KafkaSettings(Map.of("ssl.key.password", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'ssl.key.password'")
        .hasMessageContaining("${env:NAME} or ${file:/path} expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"group.id", "isolation.level", "acks", "config.providers.env.class"})
  void what_guarantees_rest_on_is_not_for_users_to_set(String property) {
    assertThatThrownBy(() -> new KafkaSettings(Map.of(property, "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + property + "'")
        .hasMessageContaining("remove it");
  }

  @ParameterizedTest
  @CsvSource({
    "sasl.jaas.config, true",
    "listener.name.x.sasl.jaas.config, true",
    "ssl.key.password, true",
    "ssl.keystore.key, true",
    "ssl.truststore.password, true",
    "sasl.oauthbearer.client.credentials.client.secret, true",
    "sasl.oauthbearer.assertion.private.key.passphrase, true",
    "ssl.keystore.location, false",
    "bootstrap.servers, false",
    "security.protocol, false"
  })
  void printed_settings_hide_secrets(String property, boolean hidden) {
    String printed = new KafkaSettings(Map.of(property, "visible")).toString();
    assertThat(printed).contains(property + "=" + (hidden ? "(hidden)" : "visible"));
    assertThat(printed.contains("visible")).isEqualTo(!hidden);
  }

  @Test
  void settings_travel_with_the_job() throws Exception {
    KafkaSettings settings = KafkaSettings.of("broker:9092").with("ssl.key.password", "${env:A}");
    assertThat(InstantiationUtil.clone(settings)).isEqualTo(settings).hasSameHashCodeAs(settings);
    assertThat(settings).isNotEqualTo(KafkaSettings.of("broker:9092"));
  }

  private static Properties deserializing(Properties properties) {
    String type = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
    properties.setProperty("key.deserializer", type);
    properties.setProperty("value.deserializer", type);
    return properties;
  }

  private static Properties serializing(Properties properties) {
    String type = "org.apache.kafka.common.serialization.ByteArraySerializer";
    properties.setProperty("key.serializer", type);
    properties.setProperty("value.serializer", type);
    return properties;
  }
}
