package io.thalweg.jobs.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A Flink runtime whose task manager can be taken away. */
public final class HurtFlink implements AutoCloseable {
  private final MiniCluster cluster;
  private int taskManagers = 1;

  private HurtFlink(MiniCluster cluster) {
    this.cluster = cluster;
  }

  public static HurtFlink start() throws Exception {
    var configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    var cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(JobGauges.reportedWith(configuration))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(4)
                .build());
    cluster.start();
    return new HurtFlink(cluster);
  }

  public MiniCluster cluster() {
    return cluster;
  }

  public JobID submit(JobGraph graph) throws Exception {
    cluster.submitJob(graph).get();
    return graph.getJobID();
  }

  /**
   * Stops a job.
   *
   * @param drain whether what still waits for event time is dealt with as at the end of all time
   */
  public String stopWithSavepoint(JobID job, Path folder, boolean drain) throws Exception {
    return cluster
        .stopWithSavepoint(job, folder.toUri().toString(), drain, SavepointFormatType.CANONICAL)
        .get(3, TimeUnit.MINUTES);
  }

  public void awaitEnd(JobID job) throws Exception {
    cluster
        .requestJobResult(job)
        .get(5, TimeUnit.MINUTES)
        .toJobExecutionResult(getClass().getClassLoader());
  }

  /** Returns when a checkpoint is complete that was begun after it was called. */
  @SuppressWarnings("FutureReturnValueIgnored") // it may come together with a periodic one
  public void takeCheckpoint(JobID job) throws Exception {
    long begun = checkpoints(job).getTotalNumberOfCheckpoints();
    cluster.triggerCheckpoint(job);
    await().until(() -> checkpoints(job).getNumberOfCompletedCheckpoints() > begun);
  }

  /** Begins a checkpoint and returns when it is under way. */
  @SuppressWarnings("FutureReturnValueIgnored") // what comes of it is not asked
  public void beginCheckpoint(JobID job) {
    cluster.triggerCheckpoint(job);
    await().until(() -> checkpoints(job).getNumberOfInProgressCheckpoints() > 0);
  }

  public CheckpointStatsCounts checkpoints(JobID job) throws Exception {
    return cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot().getCounts();
  }

  /** Looks often: what is waited for may be over in a moment. */
  public static ConditionFactory await() {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2));
  }

  /** Of what a failed test left behind, for it has the slots that the next one needs. */
  public void cancelAll() throws Exception {
    for (var job : cluster.listJobs().get()) {
      if (!job.getJobState().isGloballyTerminalState()) {
        cluster.cancelJob(job.getJobId()).get();
        cluster.requestJobResult(job.getJobId()).get(1, TimeUnit.MINUTES);
      }
    }
  }

  /** Takes the task manager away, with whatever its tasks were doing, and brings another. */
  public void killTaskManager() throws Exception {
    cluster.terminateTaskManager(taskManagers - 1).get();
    cluster.startTaskManager();
    taskManagers++;
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
