package io.thalweg.jobs.file;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a job file says, checked and with its defaults filled in. */
public sealed interface Job permits JobSpec, AgentJobSpec {
  /** Name of the job, of its model and of its consumer group. */
  String name();

  /** Topic of the versions that it publishes. */
  String versions();

  /** What versions that it can load have. */
  String fingerprint();

  /** Topics by which it tells how it does. */
  Watched watched();

  /** Subtasks of everything but the learner. */
  int parallelism();

  Delivery delivery();

  /** Time from one checkpoint to the next. */
  Duration checkpoint();

  /**
   * Properties for every Kafka client of the job, {@code bootstrap.servers} among them or not;
   * secrets not yet resolved.
   */
  Map<String, String> kafka();

  /** The same job with more or fewer subtasks. */
  Job withParallelism(int subtasks);

  /** The same job with one more property of its Kafka clients, or another value of it. */
  Job withKafka(String property, String value);

  /** The same job at other brokers. */
  default Job withBrokers(String bootstrapServers) {
    return withKafka("bootstrap.servers", bootstrapServers);
  }

  /**
   * Topics by which a job tells how it does; what it does not write is absent.
   *
   * @param metrics one record with figures from time to time
   */
  record Watched(Optional<String> metrics, Optional<String> late, String deadLetter) {}

  /** Of everything that the job writes. */
  enum Delivery {
    AT_LEAST_ONCE,
    EXACTLY_ONCE
  }
}
