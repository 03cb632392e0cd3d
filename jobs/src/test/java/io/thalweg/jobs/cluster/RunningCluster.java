package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One cluster of two task managers with two slots each, for all classes that ask for it. */
public final class RunningCluster implements ParameterResolver {
  private static final Pattern TEST_LIBRARY =
      Pattern.compile(
          "junit-.*|assertj-.*|awaitility-.*|hamcrest-.*|archunit.*|byte-buddy-.*|.*-tests\\.jar");

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Running resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(RunningCluster.class))
        .computeIfAbsent(Running.class, type -> Running.start(), Running.class);
  }

  /** What tests need of it. */
  public static final class Running implements AutoCloseable {
    static final ClusterOptions OPTIONS = ClusterOptions.onFreePorts(2, 2).withHighAvailability();

    private static final Set<String> ENDED = Set.of("CANCELED", "FINISHED", "FAILED");

    private final Cluster cluster;
    private final Path jar;

    private Running(Cluster cluster, Path jar) {
      this.cluster = cluster;
      this.jar = jar;
    }

    private static Running start() {
      try {
        // Each process of tests has one.
        String name = "cluster-" + System.getProperty("test.fork", "1");
        Path folder = Path.of("target", name).toAbsolutePath();
        Cluster cluster = cluster(folder);
        cluster.start(OPTIONS, line -> {});
        Path jar = folder.resolve("running-sums.jar");
        JobJar.write(jar, Set.of(Path.of("target", "test-classes")), RunningSums.class.getName());
        return new Running(cluster, jar);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** One that is still to be started; what was in the folder is gone. */
    static Cluster cluster(Path folder) throws IOException {
      delete(folder.toAbsolutePath());
      List<Path> libraries =
          ClassPath.current().libraries().stream()
              .filter(l -> !TEST_LIBRARY.matcher(l.getFileName().toString()).matches())
              .toList();
      return new Cluster(folder, new ClassPath(libraries));
    }

    Cluster cluster() {
      return cluster;
    }

    public Path folder() {
      return jar.getParent();
    }

    Path jar() {
      return jar;
    }

    public FlinkSession session() {
      return status().session();
    }

    public String broker() {
      return status().broker();
    }

    public Cluster.Status status() {
      return cluster.status().orElseThrow();
    }

    ProcessHandle process(String name) {
      return status().members().stream()
          .filter(member -> member.name().equals(name))
          .map(member -> ProcessHandle.of(member.pid().orElseThrow()).orElseThrow())
          .findFirst()
          .orElseThrow();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    void kill(String name) {
      ProcessHandle process = process(name);
      assertThat(process.destroyForcibly()).isTrue();
      process.onExit().join();
    }

    /** Brings back what was killed. */
    void repair() {
      cluster.start(OPTIONS, line -> {});
    }

    /** Of all jobs that have not ended. */
    public void cancelAll(Duration patience) {
      for (FlinkSession.Submitted job : session().jobs()) {
        if (!ENDED.contains(job.state())) {
          session().cancel(job.id(), patience);
        }
      }
    }

    String submit(String from, String to, FlinkSession.Submission submission) throws Exception {
      return session().submit(jar, submission, e -> RunningSums.define(e, broker(), from, to));
    }

    /** The command line of Flink's distribution. */
    String flink(String... arguments) throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(List.of(tool("java"), "-Xmx256m"));
      command.addAll(FlinkProcesses.OPENED);
      command.addAll(List.of("-cp", folder().resolve("lib") + "/*"));
      command.add("org.apache.flink.client.cli.CliFrontend");
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("FLINK_CONF_DIR", folder().resolve("conf").toString());
      return output(builder);
    }

    static String output(ProcessBuilder builder) throws IOException, InterruptedException {
      Process process = builder.redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      return output;
    }

    /** Of the JDK. */
    static String tool(String name) {
      return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    @Override
    public void close() {
      cluster.stop(line -> {});
    }

    private static void delete(Path folder) throws IOException {
      if (Files.exists(folder)) {
        new Cluster(folder, new ClassPath(List.of())).stop(line -> {});
        try (var files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }
}
