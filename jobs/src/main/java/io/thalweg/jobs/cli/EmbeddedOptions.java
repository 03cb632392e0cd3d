package io.thalweg.jobs.cli;

import io.thalweg.jobs.embedded.Embedded;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Broker and Flink in this process. */
final class EmbeddedOptions {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Folder that keeps topics, checkpoints and savepoints; otherwise a temporary one is used and"
              + " deleted. A job that is run again with the same folder goes on where it stood; a"
              + " demonstration begins from nothing and refuses a folder that was used.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--broker-port",
      paramLabel = "PORT",
      defaultValue = "" + Embedded.Settings.BROKER_PORT,
      description = "Port of the broker, if it is free (${DEFAULT-VALUE}).")
  private int brokerPort;

  @Option(
      names = "--dashboard-port",
      paramLabel = "PORT",
      defaultValue = "" + Embedded.Settings.DASHBOARD_PORT,
      description = "First port to try for the Flink dashboard (${DEFAULT-VALUE}).")
  private int dashboardPort;

  /** Whether nothing is kept. */
  boolean temporary() {
    return folder.isEmpty();
  }

  Embedded.Settings settings(boolean ownBroker, int slots) {
    return new Embedded.Settings(folder, ownBroker, brokerPort, dashboardPort, slots);
  }
}
