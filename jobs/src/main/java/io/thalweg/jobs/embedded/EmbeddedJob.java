package io.thalweg.jobs.embedded;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.util.ExceptionUtils;

/** A job that was given to an {@link EmbeddedFlink}. */
public final class EmbeddedJob {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final MiniCluster cluster;
  private final JobID id;
  private final URI page;
  private final CompletableFuture<JobResult> result;

  private EmbeddedJob(
      MiniCluster cluster, JobID id, URI page, CompletableFuture<JobResult> result) {
    this.cluster = cluster;
    this.id = id;
    this.page = page;
    this.result = result;
  }

  static EmbeddedJob submit(MiniCluster cluster, JobGraph graph, URI dashboard)
      throws ExecutionException, InterruptedException {
    JobID id = cluster.submitJob(graph).get().getJobID();
    return new EmbeddedJob(
        cluster, id, dashboard.resolve("/#/job/running/" + id), cluster.requestJobResult(id));
  }

  /** Of the job, in the dashboard. */
  public URI page() {
    return page;
  }

  /** Whether the job has ended, one way or another. */
  public boolean isDone() {
    return result.isDone();
  }

  /** Whether all its tasks run. */
  public boolean isRunning() throws ExecutionException, InterruptedException {
    return !isDone()
        && cluster.getJobStatus(id).get() == JobStatus.RUNNING
        && StreamSupport.stream(
                cluster.getExecutionGraph(id).get().getAllExecutionVertices().spliterator(), false)
            .allMatch(task -> task.getExecutionState() == ExecutionState.RUNNING);
  }

  /**
   * Takes a checkpoint; returns when it is complete and offsets are on their way to the group.
   *
   * @return false if the job could not take one now, as while one of its tasks starts again
   */
  public boolean checkpoint() throws ExecutionException, InterruptedException {
    try {
      cluster.triggerCheckpoint(id).get();
      return true;
    } catch (ExecutionException e) {
      if (ExceptionUtils.findThrowable(e, CheckpointException.class).isPresent()) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Ends the job as if its topics ended where it has read to: event time goes to its end, what
   * waits is predicted and learned, and everything is written.
   *
   * @return path of the savepoint
   */
  public String drain() throws ExecutionException, InterruptedException {
    return cluster.stopWithSavepoint(id, null, true, SavepointFormatType.CANONICAL).get();
  }

  /** Ends the job where it stands. */
  public void cancel() throws ExecutionException, InterruptedException {
    if (!isDone()) {
      cluster.cancelJob(id).get();
    }
  }

  /**
   * Waits for the job's end.
   *
   * @throws JobFailedException with the reason, if it did not end well
   */
  public void await() throws InterruptedException {
    await(reason -> {});
  }

  /**
   * Waits for the job's end, and tells what it is restarted after meanwhile.
   *
   * @param restarted gets the innermost reason of a failure, unless it is that of the one before
   * @throws JobFailedException with the reason, if it did not end well
   */
  public void await(Consumer<String> restarted) throws InterruptedException {
    String told = "";
    while (true) {
      try {
        end(result.get(POLL.toMillis(), TimeUnit.MILLISECONDS));
        return;
      } catch (TimeoutException stillRunning) {
        String newest = newestFailure().orElse(told);
        if (!newest.equals(told)) {
          restarted.accept(newest);
          told = newest;
        }
      } catch (ExecutionException e) {
        throw new JobFailedException(e.getCause());
      }
    }
  }

  private void end(JobResult ended) {
    ended
        .getSerializedThrowable()
        .map(error -> error.deserializeError(getClass().getClassLoader()))
        .ifPresent(
            error -> {
              throw new JobFailedException(error);
            });
  }

  private Optional<String> newestFailure() throws InterruptedException {
    try {
      return Optional.ofNullable(cluster.getExecutionGraph(id).get().getFailureInfo())
          .map(failure -> failure.getException().deserializeError(getClass().getClassLoader()))
          .map(JobFailedException::reason);
    } catch (ExecutionException e) {
      return Optional.empty(); // it has just ended
    }
  }
}
