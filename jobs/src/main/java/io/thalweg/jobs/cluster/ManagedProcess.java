package io.thalweg.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A Java process that outlives the one that started it. Its id is in {@code run/NAME.pid}, its
 * arguments are in {@code run/NAME.args}, and its command line names the latter: so a process that
 * got the id of a dead one is never taken for it, nor signalled.
 */
final class ManagedProcess {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(2);

  private final String name;
  private final Path folder;

  /**
   * @param folder of the cluster, absolute
   */
  ManagedProcess(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  String name() {
    return name;
  }

  Path log() {
    return folder.resolve("log").resolve(name + ".log");
  }

  /** What it wrote before or beside its log, such as why a JVM could not start. */
  Path out() {
    return folder.resolve("log").resolve(name + ".out");
  }

  boolean alive() {
    return handle().isPresent();
  }

  /** The process, if it lives and is the one that was started here. */
  Optional<ProcessHandle> handle() {
    try {
      if (!Files.exists(pidFile())) {
        return Optional.empty();
      }
      long pid = Long.parseLong(Files.readString(pidFile()).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isOurs);
    } catch (NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param jvm flags, class path among them
   * @param mainClass with its arguments
   */
  void start(List<String> jvm, List<String> mainClass, Map<String, String> environment) {
    List<String> arguments = new ArrayList<>();
    arguments.add("-Dlog.file=" + log());
    arguments.add("-Dlog4j2.configurationFile=" + folder.resolve("conf/log4j.properties").toUri());
    arguments.addAll(jvm);
    arguments.addAll(mainClass);
    List<String> command = new ArrayList<>(detached());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + argumentsFile());
    try {
      Files.createDirectories(pidFile().getParent());
      Files.writeString(
          argumentsFile(),
          arguments.stream()
              .map(ManagedProcess::quoted)
              .collect(Collectors.joining("\n", "", "\n")));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectErrorStream(true)
              .redirectOutput(out().toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      Files.writeString(pidFile(), Long.toString(process.pid()));
      awaitJava(process);
    } catch (IOException e) {
      throw new ClusterException("cannot start the " + name + " in " + folder + ": " + e, e);
    }
  }

  /**
   * Until the launcher has become the JVM, or ended. While one program takes another's place in a
   * process, the process has no command line for a moment, and who looked then would not know it.
   */
  private void awaitJava(Process process) {
    Waiting.until(
        "the " + name + "'s process to become a JVM",
        START,
        POLL,
        () -> !process.isAlive() || runsJava(process.toHandle()));
  }

  private boolean runsJava(ProcessHandle process) {
    Optional<String> program = process.info().command();
    return program.filter(path -> path.endsWith("java")).isPresent() && isOurs(process);
  }

  /** Asks it to end, and ends it if it has not within the time given. */
  void stop(Duration patience) {
    Optional<ProcessHandle> process = handle();
    process.ifPresent(ProcessHandle::destroy);
    process.ifPresent(p -> await(p, patience));
    try {
      Files.deleteIfExists(pidFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      process.onExit().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isOurs(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains("@" + argumentsFile()))
        .isPresent();
  }

  private Path pidFile() {
    return folder.resolve("run").resolve(name + ".pid");
  }

  private Path argumentsFile() {
    return folder.resolve("run").resolve(name + ".args");
  }

  /** A session of its own, where the system can give one: a closed terminal does not end it. */
  private static List<String> detached() {
    for (Path setsid : List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"))) {
      if (Files.isExecutable(setsid)) {
        return List.of(setsid.toString());
      }
    }
    return List.of("nohup");
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
