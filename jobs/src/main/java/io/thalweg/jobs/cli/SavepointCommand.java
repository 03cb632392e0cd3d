package io.thalweg.jobs.cli;

import io.thalweg.jobs.cluster.FlinkSession;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg savepoint}. */
@Command(
    name = "savepoint",
    header = "Take a savepoint of a job on a Flink cluster; the job runs on.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg savepoint job.yaml",
      "  ./thalweg savepoint electricity --cluster 127.0.0.1:8081"
    })
final class SavepointCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SessionOptions options;

  @Parameters(paramLabel = "JOB", description = "The job file, or the name of the job.")
  private String job;

  @Override
  public Integer call() {
    FlinkSession session = options.session();
    FlinkSession.Submitted running = session.job(SessionOptions.name(job));
    spec.commandLine().getOut().println(session.savepoint(running.id(), SessionOptions.PATIENCE));
    return ExitCode.OK;
  }
}
