package io.thalweg.jobs.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A Flink session cluster and a Kafka broker on this machine, in a folder: configuration, logs,
 * topics, checkpoints. Its processes outlive the program that started them. For trials and tests:
 * they listen on loopback only, without encryption, and there is one of each. With a ZooKeeper, a
 * job manager that died finds its jobs again when it is started.
 */
public final class Cluster {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String BROKER = "broker";
  private static final String JOB_MANAGER = "jobmanager";
  private static final String TASK_MANAGER = "taskmanager-";
  private static final String ZOO_KEEPER = "zookeeper";

  private final Path folder;
  private final ClassPath classPath;

  Cluster(Path folder, ClassPath classPath) {
    this.folder = folder.toAbsolutePath().normalize();
    this.classPath = classPath;
  }

  /** The cluster in a folder, there or not, which runs with the libraries of this program. */
  public static Cluster in(Path folder) {
    return new Cluster(folder, ClassPath.current());
  }

  /**
   * One process.
   *
   * @param pid empty: it does not run
   */
  public record Member(String name, OptionalLong pid) {}

  /**
   * What there is and where it listens.
   *
   * @param rest where the dashboard is
   * @param broker as {@code HOST:PORT}, what {@code bootstrap.servers} wants
   * @param metrics of the job manager and each task manager, for Prometheus, as {@code HOST:PORT}
   */
  public record Status(
      List<Member> members, RestAddress rest, String broker, List<String> metrics) {
    public Status {
      members = List.copyOf(members);
      metrics = List.copyOf(metrics);
    }

    /** As {@code HOST:PORT}, or {@code https://HOST:PORT}: what {@code --cluster} wants. */
    public String dashboard() {
      return rest.toString();
    }

    /** Whether all that was started still runs. */
    public boolean complete() {
      return members.stream().allMatch(member -> member.pid().isPresent());
    }

    public FlinkSession session() {
      return FlinkSession.at(rest);
    }
  }

  /**
   * Starts what does not run yet and returns when the broker answers and every task manager is
   * registered. On a folder in which a cluster runs, this brings back what died.
   *
   * @param progress gets a line for each step
   * @throws ClusterException if a port is in use, a process ends, or other options are asked for
   *     than those that the running cluster has
   */
  public Status start(ClusterOptions options, Consumer<String> progress) {
    return alone(
        () -> {
          ClusterLayout layout = layout(options);
          layout.write(folder);
          start(layout, progress);
          return status().orElseThrow();
        });
  }

  /** While no other command starts or stops anything here. */
  private <T> T alone(Supplier<T> work) {
    try (FileChannel channel = lockFile();
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw busy();
      }
      return work.get();
    } catch (OverlappingFileLockException inThisProcess) {
      throw busy();
    } catch (IOException e) {
      throw new ClusterException("cannot write to " + folder + ": " + e, e);
    }
  }

  private ClusterException busy() {
    return new ClusterException(
        "another 'cluster start' or 'cluster stop' is at work in " + folder);
  }

  /**
   * Ends every process; topics, checkpoints and logs stay.
   *
   * @return whether there was anything to end
   * @throws ClusterException if another command is at work in the folder
   */
  public boolean stop(Consumer<String> progress) {
    return ClusterLayout.read(folder).isPresent() && alone(() -> stopAll(progress));
  }

  private boolean stopAll(Consumer<String> progress) {
    boolean any = false;
    List<ManagedProcess> processes =
        new ArrayList<>(processes(ClusterLayout.read(folder).orElseThrow()));
    // Broker and ZooKeeper last: who loses them would complain.
    Collections.reverse(processes);
    for (ManagedProcess process : processes) {
      if (process.alive()) {
        progress.accept("stopping " + process.name());
        any = true;
      }
      process.stop(STOP);
    }
    return any;
  }

  /** Empty if no cluster was ever started in the folder. */
  public Optional<Status> status() {
    return ClusterLayout.read(folder)
        .map(
            layout ->
                new Status(
                    processes(layout).stream().map(Cluster::member).toList(),
                    rest(layout),
                    new BrokerProcess(folder, layout).address(),
                    layout.metricsPorts().stream().map(port -> "127.0.0.1:" + port).toList()));
  }

  private static RestAddress rest(ClusterLayout layout) {
    return RestAddress.of("127.0.0.1", layout.dashboardPort(), layout.flink());
  }

  private static Member member(ManagedProcess process) {
    return new Member(
        process.name(),
        process.handle().map(h -> OptionalLong.of(h.pid())).orElse(OptionalLong.empty()));
  }

  /** That of the cluster that runs here, or a new one. */
  private ClusterLayout layout(ClusterOptions options) {
    Optional<ClusterLayout> known = ClusterLayout.read(folder);
    boolean runs =
        known.stream().flatMap(l -> processes(l).stream()).anyMatch(ManagedProcess::alive);
    if (!runs) {
      return ClusterLayout.choose(known.map(before -> asBefore(before, options)).orElse(options));
    }
    ClusterLayout layout = known.orElseThrow();
    requireSame("--slots", layout.slots(), options.slots());
    requireSame("--port", layout.dashboardPort(), options.dashboardPort().filter(p -> p != 0));
    requireSame("--broker-port", layout.brokerPort(), options.brokerPort().filter(p -> p != 0));
    if (!options.flink().isEmpty() && !layout.flink().equals(options.flink())) {
      throw differs("the Flink options (-D)", layout.flink(), options.flink());
    }
    if (options.highAvailability() && !layout.highlyAvailable()) {
      throw differs("--ha", "off", "on");
    }
    int taskManagers = options.taskManagers().orElse(layout.taskManagers());
    if (taskManagers < layout.taskManagers()) {
      throw differs("--taskmanagers", layout.taskManagers(), taskManagers);
    }
    return layout.withTaskManagers(taskManagers);
  }

  /** ZooKeeper's jobs come back, and look for the broker where it was. */
  private ClusterOptions asBefore(ClusterLayout before, ClusterOptions options) {
    if (!before.highlyAvailable()) {
      return options;
    }
    if (!options.highAvailability()) {
      throw new ClusterException(
          "the cluster in %s was started with --ha, and its ZooKeeper knows its jobs: start it with --ha again, or name another folder with --dir"
              .formatted(folder));
    }
    return options.brokerPort().filter(port -> port != 0).isPresent()
        ? options
        : options.withBrokerPort(before.brokerPort());
  }

  private void requireSame(String option, int running, Optional<Integer> asked) {
    if (asked.filter(value -> value != running).isPresent()) {
      throw differs(option, running, asked.get());
    }
  }

  private ClusterException differs(String option, Object running, Object asked) {
    return new ClusterException(
        "a cluster already runs in %s with %s %s, %s asked for: './thalweg cluster stop' ends it first"
            .formatted(folder, option, running, asked));
  }

  private void start(ClusterLayout layout, Consumer<String> progress) {
    SortedMap<String, String> options = FlinkConfiguration.of(folder, layout);
    FlinkHome home = new FlinkHome(folder);
    List<Path> libraries =
        processes(layout).stream().anyMatch(ManagedProcess::alive)
            ? home.libraries()
            : home.assemble(classPath, options);
    BrokerProcess broker = new BrokerProcess(folder, layout);
    FlinkProcesses flink = new FlinkProcesses(home, libraries, FlinkConfiguration.parsed(options));
    FlinkSession session = FlinkSession.at(rest(layout));
    Set<String> before = session.taskManagers();
    int fresh = 0;
    for (ManagedProcess process : processes(layout)) {
      if (process.alive()) {
        progress.accept(process.name() + " runs already");
        continue;
      }
      progress.accept("starting " + process.name());
      switch (process.name()) {
        case ZOO_KEEPER -> startZooKeeper(process, layout, libraries);
        case BROKER -> broker.start(process, libraries);
        case JOB_MANAGER -> flink.startJobManager(process, layout.metricsPorts().get(0));
        default -> {
          flink.startTaskManager(process, metricsPort(process, layout));
          fresh++;
        }
      }
    }
    await("the broker to answer at " + broker.address(), layout, broker::answers);
    progress.accept("broker answers at " + broker.address());
    awaitTaskManagers(session, layout, before, fresh);
    progress.accept(
        "%d task managers of %d slots are registered"
            .formatted(layout.taskManagers(), layout.slots()));
  }

  /**
   * All of them. The job manager counts one that died until it misses it, so those that were
   * started now must be there under addresses that were not there before.
   */
  private void awaitTaskManagers(
      FlinkSession session, ClusterLayout layout, Set<String> before, int fresh) {
    await(
        "%d task managers to register".formatted(layout.taskManagers()),
        layout,
        () -> {
          Set<String> registered = session.taskManagers();
          registered.removeAll(before);
          return registered.size() >= fresh
              && session
                  .overview()
                  .filter(o -> o.slots() >= layout.taskManagers() * layout.slots())
                  .isPresent();
        });
  }

  private static int metricsPort(ManagedProcess taskManager, ClusterLayout layout) {
    int number = Integer.parseInt(taskManager.name().substring(TASK_MANAGER.length()));
    return layout.metricsPorts().get(number);
  }

  /** Flink's processes give up where nothing answers for long. */
  private void startZooKeeper(ManagedProcess process, ClusterLayout layout, List<Path> libraries) {
    ZooKeeperProcess zooKeeper = new ZooKeeperProcess(folder, layout);
    zooKeeper.start(process, libraries);
    Waiting.until(
        "ZooKeeper to listen; its log is " + process.log(),
        START,
        POLL,
        () -> {
          requireAlive(process);
          return zooKeeper.listens();
        });
  }

  private void await(String what, ClusterLayout layout, BooleanSupplier reached) {
    Waiting.until(
        what + "; logs are in " + folder.resolve("log"),
        START,
        POLL,
        () -> {
          processes(layout).forEach(this::requireAlive);
          return reached.getAsBoolean();
        });
  }

  private void requireAlive(ManagedProcess process) {
    if (!process.alive()) {
      throw new ClusterException(
          "%s ended as soon as it was started; why is in %s and %s"
              .formatted(process.name(), process.log(), process.out()));
    }
  }

  private List<ManagedProcess> processes(ClusterLayout layout) {
    List<ManagedProcess> processes = new ArrayList<>();
    if (layout.highlyAvailable()) {
      processes.add(new ManagedProcess(ZOO_KEEPER, folder));
    }
    processes.add(new ManagedProcess(BROKER, folder));
    processes.add(new ManagedProcess(JOB_MANAGER, folder));
    for (int i = 1; i <= layout.taskManagers(); i++) {
      processes.add(new ManagedProcess(TASK_MANAGER + i, folder));
    }
    return processes;
  }

  private FileChannel lockFile() throws IOException {
    Files.createDirectories(folder.resolve("run"));
    return FileChannel.open(
        folder.resolve("run/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }
}
