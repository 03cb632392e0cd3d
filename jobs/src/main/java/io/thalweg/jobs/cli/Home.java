package io.thalweg.jobs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    try {
      return Optional.of(Files.readString(brokerFile()).strip()).filter(text -> !text.isEmpty());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** Lets other terminals know of a broker until the result is closed. */
  Announcement announce(String broker) {
    try {
      Files.createDirectories(brokerFile().getParent());
      Files.writeString(brokerFile(), broker);
      return () -> Files.deleteIfExists(brokerFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + brokerFile(), e);
    }
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
