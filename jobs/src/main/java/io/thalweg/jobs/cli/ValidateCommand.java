package io.thalweg.jobs.cli;

import io.thalweg.jobs.file.InvalidJobFileException;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg validate}. */
@Command(
    name = "validate",
    header = "Check job files without starting anything.",
    description = "Lists every mistake with its line; ends with 3 if there is any.",
    footerHeading = "%nExamples:%n",
    footer = {"  ./thalweg validate job.yaml", "  ./thalweg validate --show examples/minimal.yaml"})
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "JOB.yaml", arity = "1..*", description = "Job files.")
  private List<Path> files;

  @Option(
      names = "--show",
      description = "Print the jobs with their defaults filled in, secrets masked.")
  private boolean show;

  @Override
  public Integer call() {
    int code = ExitCode.OK;
    for (Path file : files) {
      code = Math.max(code, validate(file));
    }
    return code;
  }

  private int validate(Path file) {
    CommandLine commandLine = spec.commandLine();
    try {
      Job job = JobFileAccess.read(file);
      commandLine
          .getOut()
          .println(show ? JobFile.text(job) : file + ": job '" + job.name() + "' is valid");
      return ExitCode.OK;
    } catch (InvalidJobFileException | JobFileAccess e) {
      return Failure.report(e, commandLine, false);
    }
  }
}
