package io.thalweg.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Processes that are measured beside each other: JVMs of their own, with so many native threads.
 */
public final class Peer {
  /**
   * JavaCPP would read the process's size at each allocation, which PyTorch's steps have many of.
   */
  private static final List<String> UNWATCHED =
      List.of("-Dorg.bytedeco.javacpp.maxBytes=0", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

  private Peer() {}

  /**
   * A program with the class path of this one.
   *
   * @param properties of its JVM, as options
   */
  public static ProcessBuilder thalweg(
      Class<?> main, List<String> properties, int threads, String... arguments) {
    return java(System.getProperty("java.class.path"), properties, main, threads, arguments);
  }

  /**
   * A program with PyTorch's library. Settings for an older OpenBLAS would slow down its own.
   *
   * @throws IllegalStateException if its jars are not there
   */
  public static ProcessBuilder pytorch(Class<?> main, int threads, String... arguments)
      throws IOException {
    Path file = Home.peersClassPath();
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "no file %s found; delete .thalweg/class-path-benchmarks and run benchmarks/run again"
              .formatted(file));
    }
    String classPath = codeOf(main) + File.pathSeparator + Files.readString(file).strip();
    ProcessBuilder builder = java(classPath, UNWATCHED, main, threads, arguments);
    builder.environment().keySet().removeAll(List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"));
    return builder;
  }

  private static ProcessBuilder java(
      String classPath, List<String> properties, Class<?> main, int threads, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC"));
    command.addAll(properties);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.put("OMP_NUM_THREADS", String.valueOf(threads));
    environment.put("OPENBLAS_NUM_THREADS", String.valueOf(threads));
    return builder;
  }

  private static Path codeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException notOfFiles) {
      throw new IllegalStateException("class path without files found", notOfFiles);
    }
  }
}
