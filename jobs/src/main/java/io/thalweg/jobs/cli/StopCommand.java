package io.thalweg.jobs.cli;

import io.thalweg.jobs.cluster.FlinkSession;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg stop}. */
@Command(
    name = "stop",
    header = "Stop a job on a Flink cluster, with a savepoint to go on from.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg stop job.yaml",
      "  ./thalweg run job.yaml --cluster 127.0.0.1:8081 --from-savepoint SAVEPOINT",
      "  ./thalweg stop electricity --drain"
    })
final class StopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SessionOptions options;

  @Parameters(paramLabel = "JOB", description = "The job file, or the name of the job.")
  private String job;

  @Option(
      names = "--drain",
      description =
          "For good: what waits for labels or for order is given up or learned, and nothing goes on from there.")
  private boolean drain;

  @Override
  public Integer call() {
    FlinkSession session = options.session();
    FlinkSession.Submitted running = session.job(SessionOptions.name(job));
    spec.commandLine()
        .getOut()
        .println(session.stopWithSavepoint(running.id(), drain, SessionOptions.PATIENCE));
    return ExitCode.OK;
  }
}
