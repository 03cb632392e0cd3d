package io.thalweg.jobs.cli;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.jobs.file.Job;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which brokers, and how to get in. */
final class KafkaOptions {
  private static final String BOOTSTRAP = "bootstrap.servers";

  @Option(
      names = "--brokers",
      paramLabel = "HOST:PORT",
      description =
          "Brokers, separated by commas. Otherwise: those of a job file; for 'run' on this machine, one"
              + " of its own; for other commands those of THALWEG_BROKERS, of a demo or job that runs in"
              + " another terminal, or 127.0.0.1:9092.")
  private Optional<String> brokers = Optional.empty();

  @Option(
      names = "--kafka",
      paramLabel = "NAME=VALUE",
      description =
          "A property of the Kafka clients, such as%nsecurity.protocol=SSL. Secrets in single quotes as%n$${env:NAME} or $${file:/path}.")
  private Map<String, String> properties = Map.of();

  /** Brokers that were named, by option or in the job file. */
  boolean named(Job spec) {
    return brokers.isPresent()
        || properties.containsKey(BOOTSTRAP)
        || spec.kafka().containsKey(BOOTSTRAP);
  }

  /** Where no job file says anything. */
  KafkaSettings settings() {
    return settings(Map.of());
  }

  KafkaSettings settings(Job spec) {
    return settings(spec.kafka());
  }

  private KafkaSettings settings(Map<String, String> job) {
    return new KafkaSettings(merged(job));
  }

  /** The job with what the command line says about Kafka. */
  Job applied(Job spec) {
    Job job = spec;
    for (Map.Entry<String, String> property : merged(spec.kafka()).entrySet()) {
      job = job.withKafka(property.getKey(), property.getValue());
    }
    return job;
  }

  private Map<String, String> merged(Map<String, String> job) {
    Map<String, String> merged = new HashMap<>(job);
    merged.putAll(properties);
    brokers.ifPresent(address -> merged.put(BOOTSTRAP, address));
    merged.computeIfAbsent(
        BOOTSTRAP, any -> known().orElse(KafkaSettings.DEFAULT_BOOTSTRAP_SERVERS));
    return merged;
  }

  /** Brokers that nobody named, but environment or another terminal knows of. */
  static Optional<String> known() {
    return Optional.ofNullable(System.getenv("THALWEG_BROKERS"))
        .or(() -> Home.ofProcess().broker());
  }
}
