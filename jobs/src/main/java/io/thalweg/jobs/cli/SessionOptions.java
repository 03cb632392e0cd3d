package io.thalweg.jobs.cli;

import io.thalweg.jobs.cluster.Cluster;
import io.thalweg.jobs.cluster.FlinkSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Flink cluster. */
final class SessionOptions {
  /** How long a savepoint may take. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String DEFAULT = "127.0.0.1:8081";

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      description =
          "Address of the Flink dashboard (https://HOST:PORT where it speaks TLS). Otherwise: that of './thalweg cluster' in this folder, or 127.0.0.1:8081.")
  private Optional<String> address = Optional.empty();

  FlinkSession session() {
    return address
        .map(FlinkSession::at)
        .or(SessionOptions::started)
        .orElseGet(() -> FlinkSession.at(DEFAULT));
  }

  private static Optional<FlinkSession> started() {
    return Cluster.in(Path.of(".thalweg", "cluster")).status().map(Cluster.Status::session);
  }

  /** Of a job that is named, or that a job file says. */
  static String name(String jobOrFile) {
    Path file = Path.of(jobOrFile);
    return Files.exists(file) || jobOrFile.endsWith(".yaml")
        ? JobFileAccess.read(file).name()
        : jobOrFile;
  }
}
