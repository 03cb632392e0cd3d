package io.thalweg.connectors.kafka;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Properties for every Kafka client of a job, TLS and SASL among them.
 *
 * <p>A value may hold {@code ${env:NAME}} or {@code ${file:/path}}. Nothing here resolves them:
 * they travel in the job graph as they are, and the Kafka client looks them up when it is made, in
 * the process where it runs, as {@code config.providers}. So secrets are in no job graph,
 * checkpoint or log, and each process of a cluster needs them (the JobManager too: it asks for
 * partitions).
 */
public final class KafkaSettings implements Serializable {
  private static final long serialVersionUID = 1;

  /** Where a broker is looked for if none is named. */
  public static final String DEFAULT_BOOTSTRAP_SERVERS = "127.0.0.1:9092";

  private static final String BOOTSTRAP = "bootstrap.servers";
  private static final String PROTOCOL = "security.protocol";

  /** What the guarantees of sources and sinks rest on. */
  private static final Set<String> OURS =
      Set.of(
          "acks",
          "auto.offset.reset",
          "config.providers",
          "enable.auto.commit",
          "enable.idempotence",
          "group.id",
          "isolation.level",
          "key.deserializer",
          "key.serializer",
          "partition.discovery.interval.ms",
          "transactional.id",
          "value.deserializer",
          "value.serializer");

  private static final Set<String> PUBLIC_SSL_KEYS =
      Set.of("ssl.keystore.type", "ssl.keystore.location", "ssl.keymanager.algorithm");

  private final TreeMap<String, String> properties;

  /**
   * Settings as a job file gives them.
   *
   * @throws IllegalArgumentException for a property that Thalweg sets itself, or a placeholder that
   *     is none
   */
  public KafkaSettings(Map<String, String> properties) {
    this.properties = new TreeMap<>(properties);
    this.properties.putIfAbsent(BOOTSTRAP, DEFAULT_BOOTSTRAP_SERVERS);
    this.properties.forEach(KafkaSettings::check);
  }

  /** For a broker that asks for no secrets. */
  public static KafkaSettings of(String bootstrapServers) {
    return new KafkaSettings(Map.of(BOOTSTRAP, bootstrapServers));
  }

  /** A copy with one more property, or another value of it. */
  public KafkaSettings with(String property, String value) {
    TreeMap<String, String> copy = new TreeMap<>(properties);
    copy.put(property, value);
    return new KafkaSettings(copy);
  }

  /** As given; a placeholder stays one. */
  public String bootstrapServers() {
    return properties.get(BOOTSTRAP);
  }

  /** A property's name, and where its value is; the value itself where it is no secret. */
  String source(String property) {
    String value = properties.get(property);
    if (value == null) {
      return property + " (not set)";
    }
    boolean placeholder = Placeholders.isOne(value);
    return !placeholder && (isSecret(property) || Placeholders.in(value))
        ? property + " (written out in the job file or on the command line)"
        : property + " (" + value + ")";
  }

  /** A broker that wants TLS does not answer who speaks without: to be said where none answers. */
  String hintOfTls() {
    return properties.containsKey(PROTOCOL)
        ? ""
        : "; one that wants TLS gives none to a client without: " + source(PROTOCOL);
  }

  /** For an {@code Admin} that gives up within ten seconds. */
  public Properties adminProperties() {
    Properties result = new Properties();
    result.setProperty("request.timeout.ms", "4000");
    result.setProperty("default.api.timeout.ms", "8000");
    result.setProperty("socket.connection.setup.timeout.max.ms", "4000");
    return completed(result);
  }

  /** For a consumer of bytes that sees committed records only and commits nothing by itself. */
  public Properties consumerProperties() {
    Properties result = new Properties();
    result.setProperty("allow.auto.create.topics", "false");
    result.setProperty("isolation.level", "read_committed");
    result.setProperty("enable.auto.commit", "false");
    result.setProperty("auto.offset.reset", "earliest");
    return completed(result);
  }

  /** For a producer that neither loses nor repeats nor reorders what it was given. */
  public Properties producerProperties() {
    Properties result = new Properties();
    result.setProperty("acks", "all");
    result.setProperty("enable.idempotence", "true");
    return completed(result);
  }

  private Properties completed(Properties result) {
    properties.forEach(result::setProperty);
    Placeholders.addProviders(result);
    return result;
  }

  /** Whether a property is one that Thalweg sets itself, because its guarantees rest on it. */
  public static boolean isOurs(String property) {
    return OURS.contains(property) || property.startsWith("config.providers");
  }

  private static void check(String property, String value) {
    if (isOurs(property)) {
      throw new IllegalArgumentException(
          "kafka property '" + property + "' is set by Thalweg itself: remove it");
    }
    if (value == null) {
      throw new IllegalArgumentException("kafka property '" + property + "' has no value");
    }
    Placeholders.check(property, value);
  }

  /** Without secrets, whether they are written out or stand in a placeholder. */
  @Override
  public String toString() {
    return properties.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + shown(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String shown(String property, String value) {
    return isSecret(property) || Placeholders.in(value) ? "(hidden)" : value;
  }

  /** Whether a property's value is not for the eyes of others. */
  public static boolean isSecret(String property) {
    String name = property.toLowerCase(Locale.ROOT);
    return name.endsWith("sasl.jaas.config")
        || name.contains("password")
        || name.contains("passphrase")
        || name.contains("secret")
        || name.contains("token")
        || name.contains("credential")
        || (name.contains("ssl.") && name.contains("key") && !PUBLIC_SSL_KEYS.contains(name));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KafkaSettings that && properties.equals(that.properties);
  }

  @Override
  public int hashCode() {
    return properties.hashCode();
  }
}
