package io.thalweg.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Flink home as Flink's own distribution has it: {@code conf lib log plugins usrlib}. In {@code
 * lib} are links to every library of the class path, ND4J's natives among them, which can be loaded
 * only once in a JVM; Thalweg's own modules are not there, the reporter for Prometheus apart, but
 * in the job jar, so that a newer one can be submitted without a restart.
 */
final class FlinkHome {
  private static final String REPORTER = "thalweg-prometheus.jar";

  private final Path folder;

  FlinkHome(Path folder) {
    this.folder = folder;
  }

  Path conf() {
    return folder.resolve("conf");
  }

  Path lib() {
    return folder.resolve("lib");
  }

  Path log() {
    return folder.resolve("log");
  }

  /**
   * Writes it anew.
   *
   * @return the libraries, in the order of the class path: where two hold one class, the first wins
   */
  List<Path> assemble(ClassPath classPath, SortedMap<String, String> options) {
    try {
      for (String name : List.of("conf", "lib", "log", "plugins", "usrlib", "tmp", "uploads")) {
        Files.createDirectories(folder.resolve(name));
      }
      clear(lib());
      // Options may be passwords, of key stores for example.
      OwnersFile.write(conf().resolve("config.yaml"), yaml(options));
      Files.writeString(conf().resolve("log4j.properties"), resource("log4j.properties"));
      List<Path> libraries = new ArrayList<>();
      for (Path library : classPath.libraries()) {
        libraries.add(link(library));
      }
      Path reporter = lib().resolve(REPORTER);
      JobJar.writeReporter(reporter);
      libraries.add(reporter);
      JobJar.write(folder.resolve("usrlib").resolve(JobJar.FILE_NAME));
      Files.write(order(), libraries.stream().map(l -> l.getFileName().toString()).toList());
      return List.copyOf(libraries);
    } catch (IOException e) {
      throw new ClusterException("cannot assemble the Flink home in " + folder + ": " + e, e);
    }
  }

  /** Those of the home as it is: for a process that joins others, which may hold them open. */
  List<Path> libraries() {
    try {
      return Files.readAllLines(order()).stream().map(lib()::resolve).toList();
    } catch (IOException e) {
      throw new ClusterException(
          "cannot read %s (%s): './thalweg cluster stop', then start it again"
              .formatted(order(), e.getMessage()),
          e);
    }
  }

  private Path order() {
    return conf().resolve("libraries.txt");
  }

  private Path link(Path library) throws IOException {
    Path link = lib().resolve(library.getFileName().toString());
    try {
      return Files.createSymbolicLink(link, library.toAbsolutePath());
    } catch (FileAlreadyExistsException e) {
      throw new ClusterException(
          "two libraries of the class path are named " + library.getFileName(), e);
    } catch (UnsupportedOperationException e) {
      return Files.copy(library, link);
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  static String yaml(SortedMap<String, String> options) {
    return options.entrySet().stream()
        .map(e -> e.getKey() + ": '" + e.getValue().replace("'", "''") + "'\n")
        .collect(Collectors.joining());
  }

  static String resource(String name) {
    try (var stream = FlinkHome.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class path of a process that runs from {@code lib}. */
  static String joined(List<Path> libraries) {
    return libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
