package io.thalweg.benchmarks;

import java.nio.file.Path;
import java.util.Optional;

/** Where Thalweg is, as its launcher says; else the working directory. */
public final class Home {
  private Home() {}

  public static Path launcher() {
    return folder().resolve("thalweg");
  }

  public static Path example(String name) {
    return folder().resolve("examples").resolve(name);
  }

  /** Class path of the peers' jars, as the launcher's build wrote it. */
  public static Path peersClassPath() {
    return folder().resolve("benchmarks/peers/target/class-path");
  }

  /** The stream of the electricity market. */
  public static Path elec2() {
    return folder().resolve("jobs/src/main/resources/io/thalweg/jobs/data/elec2.csv.gz");
  }

  private static Path folder() {
    return Path.of(Optional.ofNullable(System.getenv("THALWEG_HOME")).orElse(".")).toAbsolutePath();
  }
}
