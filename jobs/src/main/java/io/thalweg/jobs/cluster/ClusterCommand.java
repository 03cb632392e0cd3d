package io.thalweg.jobs.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg cluster}: a Flink cluster and a broker on this machine. */
@Command(
    name = "cluster",
    header = "A Flink session cluster and a Kafka broker as processes on this machine.",
    footerHeading = "%nExamples:%n",
    footer = "  ./thalweg cluster start --taskmanagers 2",
    subcommands = {
      ClusterCommand.Start.class,
      ClusterCommand.Stop.class,
      ClusterCommand.Show.class,
      ClusterCommand.Jar.class
    })
public final class ClusterCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Where the cluster is. */
  static final class Folder {
    @Option(
        names = "--dir",
        paramLabel = "DIR",
        defaultValue = ".thalweg/cluster",
        description =
            "Folder of configuration, logs, topics and checkpoints; otherwise%n${DEFAULT-VALUE}.")
    private Path path;

    Cluster cluster() {
      return Cluster.in(path);
    }
  }

  @Command(
      name = "start",
      header = "Start what does not run yet; returns when everything is registered.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./thalweg cluster start",
        "  ./thalweg cluster start --taskmanagers 2 --slots 2 --dir ~/thalweg-cluster",
        "  ./thalweg cluster start --ha",
        "  ./thalweg cluster start --port 0 --broker-port 0 -D parallelism.default=2"
      })
  static final class Start implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Folder folder;

    @Option(
        names = "--taskmanagers",
        paramLabel = "N",
        description = "Processes that run tasks (1).")
    private Optional<Integer> taskManagers;

    @Option(names = "--slots", paramLabel = "S", description = "Slots of each task manager (2).")
    private Optional<Integer> slots;

    @Option(
        names = "--port",
        paramLabel = "PORT",
        description = "Port of the Flink dashboard, 0 for any free one (8081).")
    private Optional<Integer> port;

    @Option(
        names = "--broker-port",
        paramLabel = "PORT",
        description = "Port of the Kafka broker, 0 for any free one (9092).")
    private Optional<Integer> brokerPort;

    @Option(
        names = "--ha",
        description = "With a ZooKeeper, so that a job manager that died finds its jobs again.")
    private boolean highAvailability;

    @Option(
        names = {"-D", "--flink"},
        paramLabel = "KEY=VALUE",
        description = "A Flink option, such as%ntaskmanager.memory.task.heap.size=512m.")
    private Map<String, String> flink = Map.of();

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      Instant began = Instant.now();
      Cluster.Status status =
          folder
              .cluster()
              .start(
                  new ClusterOptions(
                      taskManagers, slots, port, brokerPort, highAvailability, flink),
                  line -> say(out, line));
      say(out, "ready after %.1f s".formatted(seconds(began)));
      say(out, "dashboard  " + status.session().dashboard());
      say(out, "broker     " + status.broker());
      say(out, "metrics    for Prometheus: " + String.join(" ", status.metrics()));
      say(
          out,
          "submit     ./thalweg run JOB.yaml --cluster %s --brokers %s"
              .formatted(status.dashboard(), status.broker()));
      return 0;
    }
  }

  @Command(
      name = "stop",
      header = "Stop the processes; topics, checkpoints and logs stay in the folder.",
      footerHeading = "%nExamples:%n",
      footer = "  ./thalweg cluster stop")
  static final class Stop implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Folder folder;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      boolean any = folder.cluster().stop(line -> say(out, line));
      say(out, any ? "stopped" : "no cluster runs in this folder");
      return 0;
    }
  }

  @Command(
      name = "status",
      header = "Processes, addresses and jobs; exit code 1 if anything does not run.",
      footerHeading = "%nExamples:%n",
      footer = "  ./thalweg cluster status")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Folder folder;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      Optional<Cluster.Status> known = folder.cluster().status();
      if (known.isEmpty()) {
        say(out, "no cluster was started in this folder");
        return 1;
      }
      Cluster.Status status = known.get();
      for (Cluster.Member member : status.members()) {
        String state = member.pid().isPresent() ? "pid " + member.pid().getAsLong() : "not running";
        say(out, "%-16s %s".formatted(member.name(), state));
      }
      say(out, "%-16s %s".formatted("dashboard", status.session().dashboard()));
      say(out, "%-16s %s".formatted("kafka", status.broker()));
      say(out, "%-16s %s".formatted("metrics", String.join(" ", status.metrics())));
      FlinkSession session = status.session();
      if (session.overview().isPresent()) {
        for (FlinkSession.Submitted job : session.jobs()) {
          say(out, "job %s  %-10s %s".formatted(job.id(), job.state(), job.name()));
        }
      }
      return status.complete() ? 0 : 1;
    }
  }

  @Command(
      name = "jar",
      header = "Write the thin job jar, for a stock 'flink run'.",
      footerHeading = "%nExamples:%n",
      footer = "  ./thalweg cluster jar")
  static final class Jar implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
        paramLabel = "FILE",
        defaultValue = JobJar.FILE_NAME,
        description = "(${DEFAULT-VALUE})")
    private Path file;

    @Override
    public Integer call() throws IOException {
      JobJar.write(file);
      say(spec.commandLine().getOut(), "written: " + file);
      return 0;
    }
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private static double seconds(Instant since) {
    return Duration.between(since, Instant.now()).toMillis() / 1000.0;
  }
}
