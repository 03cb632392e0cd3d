package io.thalweg.connectors.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Topics of a broker. Each call ends within ten seconds; a broker that does not answer, or refuses,
 * is a {@link KafkaAccessException}.
 */
public final class Topics implements AutoCloseable {
  private static final long VISIBLE_WITHIN_NANOS = 8_000_000_000L;

  private final Admin admin;
  private final KafkaSettings settings;
  private final String bootstrapServers;

  public Topics(KafkaSettings settings) {
    this.settings = settings;
    this.bootstrapServers = settings.bootstrapServers();
    Doors.requireOneOpen(bootstrapServers);
    try {
      this.admin = Admin.create(settings.adminProperties());
    } catch (org.apache.kafka.common.KafkaException e) {
      throw new KafkaAccessException(
          "no Kafka client for " + bootstrapServers + ": " + innermost(e), e);
    }
  }

  /**
   * Makes those that are missing; those that exist stay as they are.
   *
   * @return names of those that were made
   */
  public List<String> create(Collection<Topic> topics) {
    Set<String> existing = names();
    List<String> made = new ArrayList<>();
    for (Topic topic : topics) {
      if (!existing.contains(topic.name()) && create(topic)) {
        made.add(topic.name());
      }
    }
    awaitLeaders(awaitVisible(made));
    return made;
  }

  /** Where they are. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Names of all topics that may be seen. */
  public Set<String> names() {
    return result("list topics", admin.listTopics().names());
  }

  /**
   * A leader may be told to others a moment before it takes records. It is asked for the ends of
   * its partitions until it answers, so that nobody begins to write in that moment.
   *
   * @param partitions by topic
   */
  private void awaitLeaders(Map<String, Integer> partitions) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    partitions.forEach(
        (name, count) -> {
          for (int partition = 0; partition < count; partition++) {
            ends.put(new TopicPartition(name, partition), OffsetSpec.latest());
          }
        });
    result("see the ends of topics " + partitions.keySet(), admin.listOffsets(ends).all());
  }

  /**
   * A topic is made a moment before brokers will tell others about it.
   *
   * @return partitions by topic
   */
  private Map<String, Integer> awaitVisible(List<String> names) {
    long end = System.nanoTime() + VISIBLE_WITHIN_NANOS;
    Map<String, Integer> visible = partitions(names);
    while (visible.size() < names.size()) {
      if (System.nanoTime() - end > 0) {
        throw new KafkaAccessException(
            "topics "
                + names
                + " were made at "
                + bootstrapServers
                + " but do not appear: see the"
                + " broker's log",
            null);
      }
      LockSupport.parkNanos(10_000_000);
      visible = partitions(names);
    }
    return visible;
  }

  private boolean create(Topic topic) {
    NewTopic request =
        new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
            .configs(topic.configuration());
    try {
      admin.createTopics(List.of(request)).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw failed("create topic " + topic.name(), e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Partitions of those of {@code names} that exist. */
  public Map<String, Integer> partitions(Collection<String> names) {
    Map<String, Integer> partitions = new TreeMap<>();
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach(
            (name, description) ->
                result(
                        "describe topic " + name,
                        description,
                        UnknownTopicOrPartitionException.class)
                    .ifPresent(found -> partitions.put(name, found.partitions().size())));
    return partitions;
  }

  /**
   * Partitions of {@code names}.
   *
   * @throws KafkaAccessException if one of them does not exist
   */
  public Map<String, Integer> existing(Collection<String> names) {
    Map<String, Integer> partitions = partitions(names);
    for (String name : names) {
      if (!partitions.containsKey(name)) {
        throw new KafkaAccessException(
            "topic " + name + " does not exist at " + bootstrapServers + ": create it first", null);
      }
    }
    return partitions;
  }

  /** Records that were ever written to a topic, over all partitions; 0 if it does not exist. */
  public long written(String name) {
    int partitions = partitions(List.of(name)).getOrDefault(name, 0);
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      ends.put(new TopicPartition(name, partition), OffsetSpec.latest());
    }
    return result("see the end of topic " + name, admin.listOffsets(ends).all()).values().stream()
        .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
        .sum();
  }

  /** Records of a topic up to the offsets that a consumer group has committed, all partitions. */
  public long read(String name, String group) {
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata();
    return result("see how far group " + group + " has read", committed).entrySet().stream()
        .filter(partition -> partition.getKey().topic().equals(name))
        .mapToLong(partition -> partition.getValue().offset())
        .sum();
  }

  /**
   * Makes sure that topics for rejected records, where they exist, take the longest of them: a
   * record that cannot be rejected would stop its job for ever. Who may not see a topic's
   * configuration is believed.
   *
   * @throws KafkaAccessException if one of them takes only shorter records
   */
  public void requireRoomForRejected(Collection<String> names) {
    List<ConfigResource> topics =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    admin
        .describeConfigs(topics)
        .values()
        .forEach(
            (topic, configuration) ->
                result(
                        "see the configuration of topic " + topic.name(),
                        configuration,
                        UnknownTopicOrPartitionException.class,
                        AuthorizationException.class)
                    .ifPresent(found -> requireRoom(topic.name(), found)));
  }

  private void requireRoom(String name, Config configuration) {
    String key = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
    ConfigEntry longest = configuration.get(key);
    if (longest != null && Long.parseLong(longest.value()) < RejectedRecords.MAX_REQUEST_BYTES) {
      throw new KafkaAccessException(
          "topic %s at %s: %s is %s, %d or more expected: alter it, or a record that is too long to be rejected stops the job"
              .formatted(
                  name, bootstrapServers, key, longest.value(), RejectedRecords.MAX_REQUEST_BYTES),
          null);
    }
  }

  @Override
  public void close() {
    admin.close();
  }

  private <T> T result(String task, KafkaFuture<T> future) {
    return result(task, future, new Class<?>[0]).orElseThrow();
  }

  /** Empty where it fails with one of the {@code expected} exceptions. */
  private <T> Optional<T> result(String task, KafkaFuture<T> future, Class<?>... expected) {
    try {
      return Optional.of(future.get());
    } catch (ExecutionException e) {
      if (Arrays.stream(expected).anyMatch(type -> type.isInstance(e.getCause()))) {
        return Optional.empty();
      }
      throw failed(task, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private KafkaAccessException failed(String task, Throwable cause) {
    return new KafkaAccessException(
        "cannot " + task + " at " + bootstrapServers + " " + remedy(cause), cause);
  }

  private String remedy(Throwable cause) {
    if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
      return "(somebody listens there, but does not answer): a broker that is busy or begins answers later,"
          + " so try again; another program never does, so check the port"
          + settings.hintOfTls();
    }
    return Denial.in(cause, settings)
        .orElseGet(() -> "(" + cause.getMessage() + "): see the broker's log");
  }

  private static String innermost(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }

  private static KafkaAccessException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KafkaAccessException("interrupted while waiting for the broker", e);
  }
}
