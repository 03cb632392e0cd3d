package io.thalweg.docker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The compose file, by {@code docker compose} or the {@code docker-compose} before it. */
final class Compose implements AutoCloseable {
  private static final Path FILE = Path.of("compose.yaml");

  private final List<String> command;
  private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();

  private Compose(List<String> command) {
    this.command = command;
  }

  /** Empty where no engine answers. */
  static Optional<Compose> ofMachine() throws InterruptedException {
    if (!succeeds("docker", "info")) {
      return Optional.empty();
    }
    for (List<String> command : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
      if (succeeds(command, "version")) {
        Compose compose = new Compose(command);
        compose.feelPulse();
        return Optional.of(compose);
      }
    }
    return Optional.empty();
  }

  String run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("-f", FILE.toString()));
    all.addAll(List.of(arguments));
    return Commands.run(all);
  }

  /** Addresses of the containers of a service, by their id. */
  String container(String service, String address) throws Exception {
    for (String id : run("ps", "-q", service).lines().toList()) {
      String found =
          Commands.run(
              List.of(
                  "docker",
                  "inspect",
                  "-f",
                  "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                  id));
      if (found.strip().equals(address)) {
        return id;
      }
    }
    throw new IllegalStateException("no container of " + service + " has the address " + address);
  }

  /** Podman leaves the clock of health checks to systemd, which not every machine has. */
  private void feelPulse() {
    if (succeeds("podman", "info")) {
      var unused = pulse.scheduleWithFixedDelay(Compose::checkHealth, 2, 2, TimeUnit.SECONDS);
    }
  }

  private static void checkHealth() {
    try {
      for (String id : Commands.run(List.of("podman", "ps", "-q")).lines().toList()) {
        succeeds("podman", "healthcheck", "run", id);
      }
    } catch (Exception gone) {
      // The next time.
      return;
    }
  }

  private static boolean succeeds(List<String> command, String argument) {
    List<String> all = new ArrayList<>(command);
    all.add(argument);
    return succeeds(all.toArray(String[]::new));
  }

  private static boolean succeeds(String... command) {
    try {
      Commands.run(List.of(command));
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  @Override
  public void close() {
    pulse.shutdownNow();
  }
}
