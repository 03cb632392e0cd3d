package io.thalweg.benchmarks.networks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thalweg.benchmarks.Home;
import io.thalweg.benchmarks.peers.PyTorch;
import io.thalweg.benchmarks.peers.Server;
import io.thalweg.benchmarks.peers.Work;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One side of the comparison: a JVM that measures what it is asked to, with one native thread. */
final class Side implements AutoCloseable {
  /**
   * JavaCPP would read the process's size at each allocation, which PyTorch's steps have many of.
   */
  private static final List<String> UNWATCHED =
      List.of("-Dorg.bytedeco.javacpp.maxBytes=0", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

  private final String name;
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  private Side(String name, ProcessBuilder builder) throws IOException {
    this.name = name;
    Map<String, String> environment = builder.environment();
    environment.put("OMP_NUM_THREADS", "1");
    environment.put("OPENBLAS_NUM_THREADS", "1");
    process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    questions = process.outputWriter(UTF_8);
    answers = process.inputReader(UTF_8);
  }

  /** Thalweg, with one of the networks that compute an architecture. */
  static Side thalweg(String network, double seconds) throws IOException {
    String property = "-Dthalweg.network=" + network;
    String classPath = System.getProperty("java.class.path");
    return new Side("thalweg", java(classPath, List.of(property), Subject.class, seconds));
  }

  /** PyTorch's library. Settings for an older OpenBLAS would slow down its own. */
  static Side pytorch(double seconds) throws IOException {
    Path file = Home.peersClassPath();
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "no file %s found; delete .thalweg/class-path-benchmarks and run benchmarks/run again"
              .formatted(file));
    }
    String classPath = codeOf(PyTorch.class) + File.pathSeparator + Files.readString(file).strip();
    ProcessBuilder builder = java(classPath, UNWATCHED, PyTorch.class, seconds);
    builder.environment().keySet().removeAll(List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"));
    return new Side("PyTorch", builder);
  }

  private static ProcessBuilder java(
      String classPath, List<String> properties, Class<?> main, double seconds) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC"));
    command.addAll(properties);
    command.addAll(List.of("-cp", classPath, main.getName(), String.valueOf(seconds)));
    return new ProcessBuilder(command);
  }

  private static Path codeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException notOfFiles) {
      throw new IllegalStateException("class path without files found", notOfFiles);
    }
  }

  /** Median time of one step of the work, in microseconds; empty where the side cannot do it. */
  OptionalDouble measure(Work work) {
    try {
      questions.write(work.line());
      questions.newLine();
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException(
            "%s ended with exit code %d on '%s'; its messages are above"
                .formatted(name, process.waitFor(), work.line()));
      }
      return answer.equals(Server.NOT_YET)
          ? OptionalDouble.empty()
          : OptionalDouble.of(Double.parseDouble(answer));
    } catch (IOException ended) {
      throw new UncheckedIOException(name + " takes no question any more", ended);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
