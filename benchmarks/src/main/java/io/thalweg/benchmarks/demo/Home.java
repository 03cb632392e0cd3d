package io.thalweg.benchmarks.demo;

import java.nio.file.Path;
import java.util.Optional;

/** Where Thalweg is, as its launcher says; else the working directory. */
final class Home {
  private Home() {}

  static Path launcher() {
    return folder().resolve("thalweg");
  }

  static Path example(String name) {
    return folder().resolve("examples").resolve(name);
  }

  private static Path folder() {
    return Path.of(Optional.ofNullable(System.getenv("THALWEG_HOME")).orElse(".")).toAbsolutePath();
  }
}
