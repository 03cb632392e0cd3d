package io.thalweg.jobs.embedded;

import io.thalweg.jobs.prometheus.LoopbackReporterFactory;
import io.thalweg.jobs.prometheus.PrometheusOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster in this process with its dashboard, on the loopback interface only. The runtime
 * is the one of a real cluster; only the processes are threads.
 */
public final class EmbeddedFlink implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int PORTS_TO_TRY = 100;

  private final MiniCluster cluster;
  private final Configuration configuration;
  private final URI dashboard;
  private final String metrics;
  private final Path checkpoints;

  private EmbeddedFlink(
      MiniCluster cluster,
      Configuration configuration,
      URI dashboard,
      String metrics,
      Path checkpoints) {
    this.cluster = cluster;
    this.configuration = configuration;
    this.dashboard = dashboard;
    this.metrics = metrics;
    this.checkpoints = checkpoints;
  }

  /** A job's graph, put into the environment given. */
  @FunctionalInterface
  public interface Program {
    void build(StreamExecutionEnvironment environment) throws Exception;
  }

  /**
   * Starts the cluster; takes a second or two.
   *
   * @param folder for checkpoints and temporary files
   * @param slots highest parallelism that a job may have
   * @param dashboardPort where to begin looking for a free port; 0: any, for metrics too
   */
  public static EmbeddedFlink start(Path folder, int slots, int dashboardPort) throws Exception {
    Path checkpoints = folder.toAbsolutePath().resolve("checkpoints");
    Configuration configuration =
        configuration(folder.toAbsolutePath(), checkpoints, dashboardPort);
    int metricsPort = freePort(dashboardPort == 0 ? 0 : LoopbackReporterFactory.PORT);
    configuration.addAll(
        Configuration.fromMap(PrometheusOptions.of(LoopbackReporterFactory.class)));
    configuration.setString(PrometheusOptions.PORT, Integer.toString(metricsPort));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    try {
      cluster.start();
      return new EmbeddedFlink(
          cluster,
          configuration,
          cluster.getRestAddress().get(),
          LOOPBACK + ":" + metricsPort,
          checkpoints);
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
  }

  private static Configuration configuration(Path folder, Path checkpoints, int dashboardPort) {
    Configuration configuration = new Configuration();
    configuration.set(JobManagerOptions.ADDRESS, LOOPBACK);
    configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK); // the blob server's too
    configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(RestOptions.ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(
        RestOptions.BIND_PORT,
        dashboardPort == 0 ? "0" : dashboardPort + "-" + (dashboardPort + PORTS_TO_TRY));
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    Optional.ofNullable(System.getProperty("thalweg.log"))
        .ifPresent(log -> configuration.set(WebOptions.LOG_PATH, log));
    configuration.set(CoreOptions.TMP_DIRS, folder.resolve("tmp").toString());
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(
        CheckpointingOptions.SAVEPOINT_DIRECTORY, folder.resolve("savepoints").toUri().toString());
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    return configuration;
  }

  /** Free a moment ago; where another takes it, Flink logs that and goes on without metrics. */
  private static int freePort(int first) throws IOException {
    for (int port = first; port != 0 && port < first + PORTS_TO_TRY; port++) {
      if (Embedded.isFree(port)) {
        return port;
      }
    }
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  /** Where Prometheus finds the metrics, as {@code HOST:PORT}; loopback too. */
  public String metrics() {
    return metrics;
  }

  public URI dashboard() {
    return dashboard;
  }

  /** Starts a job from nothing. */
  public EmbeddedJob submit(Program program) throws Exception {
    return submit(configuration, new JobID(), Optional.empty(), program);
  }

  /** What a job of this name left in the folder when its process ended, however it ended. */
  public Optional<KeptCheckpoint> keptCheckpoint(String job) {
    return KeptCheckpoint.newest(checkpoints, job);
  }

  /**
   * Starts a job whose checkpoints outlive this process.
   *
   * @param from where it goes on; the checkpoint is deleted once a newer one is complete. Empty:
   *     from nothing
   */
  public EmbeddedJob submit(String job, Optional<KeptCheckpoint> from, Program program)
      throws Exception {
    Configuration kept = new Configuration(configuration);
    kept.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    return submit(kept, KeptCheckpoint.jobId(job), from, program);
  }

  private EmbeddedJob submit(
      Configuration options, JobID id, Optional<KeptCheckpoint> from, Program program)
      throws Exception {
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(options);
    program.build(environment);
    JobGraph graph = environment.getStreamGraph().getJobGraph(getClass().getClassLoader(), id);
    from.ifPresent(
        checkpoint ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(
                    checkpoint.folder().toUri().toString(), false, RecoveryClaimMode.CLAIM)));
    return EmbeddedJob.submit(cluster, graph, dashboard);
  }

  /** Cancels what still runs and stops. */
  @Override
  public void close() {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("Flink did not stop in order: " + e.getMessage(), e);
    }
  }
}
