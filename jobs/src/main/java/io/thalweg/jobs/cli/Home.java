package io.thalweg.jobs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where Thalweg is, and what it leaves there: {@code .thalweg} with logs and the broker's address.
 */
final class Home {
  private static final String VARIABLE = "THALWEG_HOME";

  private final Path folder;

  private Home(Path folder) {
    this.folder = folder;
  }

  /** As the launcher says; else the working directory. */
  static Home ofProcess() {
    return new Home(Path.of(Optional.ofNullable(System.getenv(VARIABLE)).orElse(".")));
  }

  static Home in(Path folder) {
    return new Home(folder);
  }

  Path example(String name) {
    return folder.resolve("examples").resolve(name);
  }

  /** Address of the broker that a demo or a job runs in another terminal, if one does. */
  Optional<String> broker() {
    List<String> lines = announced();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(lines.get(lines.size() - 1)).map(line -> line.substring(0, blank(line)));
  }

  /**
   * Lets other terminals know of a broker until the result is closed. The newest counts; those
   * before count again when it is gone.
   */
  Announcement announce(String broker) {
    String line = broker + " " + ProcessHandle.current().pid();
    List<String> lines = new ArrayList<>(announced());
    lines.add(line);
    try {
      Files.createDirectories(brokerFile().getParent());
      Files.write(brokerFile(), lines);
      return () -> withdraw(line);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + brokerFile(), e);
    }
  }

  private void withdraw(String line) throws IOException {
    List<String> others = new ArrayList<>(announced());
    others.remove(line);
    if (others.isEmpty()) {
      Files.deleteIfExists(brokerFile());
    } else {
      Files.write(brokerFile(), others);
    }
  }

  /** Address and process of each broker whose process still runs. */
  private List<String> announced() {
    try {
      return Files.readAllLines(brokerFile()).stream().filter(Home::runs).toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  private static boolean runs(String line) {
    String process = line.substring(blank(line) + 1);
    return blank(line) > 0
        && process.matches("[0-9]{1,18}")
        && ProcessHandle.of(Long.parseLong(process)).isPresent();
  }

  private static int blank(String line) {
    return line.lastIndexOf(' ');
  }

  /** The address of a broker in a file. */
  interface Announcement extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  private Path brokerFile() {
    return folder.resolve(".thalweg").resolve("broker");
  }
}
