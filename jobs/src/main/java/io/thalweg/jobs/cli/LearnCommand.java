package io.thalweg.jobs.cli;

import io.thalweg.jobs.file.Job;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thalweg learn}. */
@Command(
    name = "learn",
    header = "Let a second agent learn from a log of transitions, from its beginning.",
    description =
        "Runs the learner of an agent's job alone, whatever role the job file gives it: from the transitions that"
            + " another job writes, while that one goes on acting. Give the job a name of its own.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg learn other.yaml --from cartpole.transitions",
      "  ./thalweg learn other.yaml --from cartpole.transitions --brokers 127.0.0.1:9092 --bounded"
    })
final class LearnCommand extends RunCommand {
  @Option(names = "--from", paramLabel = "TOPIC", description = "The log (that of the job file).")
  private Optional<String> from = Optional.empty();

  @Override
  Job read(Path file) {
    var job = JobFileAccess.readAgent(file);
    return job.learningFrom(from.orElse(job.output().transitions()));
  }
}
