package io.thalweg.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder that an image is built from: {@code docker/Dockerfile} and what it copies. {@code
 * libraries} are what changes with the table of versions, {@code thalweg} what changes with a
 * commit, so that a newer image shares all but a megabyte or two with the one before. Both are to
 * be in Flink's {@code lib}.
 */
final class ImageContext {
  /** Flink's home in the image, where the operator for Kubernetes expects it. */
  private static final String HOME = "/opt/flink/";

  private static final List<String> FILES =
      List.of("Dockerfile", "entrypoint.sh", "health.sh", "log4j.properties");

  private static final String BILL = "thalweg-bom.json";

  private final Path folder;

  ImageContext(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes it anew.
   *
   * @param home of Thalweg, with the Dockerfile and the build's bill of materials
   * @param classPath of the running program, packaged
   */
  void assemble(Path home, ImageClassPath classPath) throws IOException {
    delete();
    for (String name : FILES) {
      copy(home.resolve("docker").resolve(name), folder.resolve(name));
    }
    copy(home.resolve("jobs/target/" + BILL), folder.resolve("bin").resolve(BILL));
    for (Path library : classPath.libraries()) {
      copy(library, folder.resolve("libraries").resolve(library.getFileName()));
    }
    for (Path module : classPath.modules()) {
      copy(module, folder.resolve("thalweg").resolve(module.getFileName()));
    }
    write("conf/config.yaml", FlinkHome.yaml(FlinkConfiguration.ofContainer()));
    write("bin/java.args", arguments(classPath));
    JobJar.writeEmpty(folder.resolve("usrlib").resolve(JobJar.FILE_NAME));
  }

  void delete() throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** What every JVM of the image is started with. The order of the class path is the build's. */
  private static String arguments(ImageClassPath classPath) {
    String jars =
        Stream.concat(classPath.modules().stream(), classPath.libraries().stream())
            .map(jar -> HOME + "lib/" + jar.getFileName())
            .collect(Collectors.joining(":"));
    String network = classPath.cuda() ? "-Dthalweg.network=dl4j\n" : "";
    return String.join("\n", FlinkProcesses.OPENED) + "\n" + network + "-cp\n" + jars + "\n";
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }
}
