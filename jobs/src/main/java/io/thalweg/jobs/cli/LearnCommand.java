package io.thalweg.jobs.cli;

import io.thalweg.connectors.kafka.KafkaAccessException;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.Suggestion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thalweg learn}. */
@Command(
    name = "learn",
    header = "Let a second agent learn from a log of transitions, from its beginning.",
    description =
        "Runs the learner of an agent's job alone, whatever role the job file gives it: from the transitions that"
            + " another job writes, while that one goes on acting. Give the job a name of its own. With --from it"
            + " looks for the log where other commands look for brokers, and starts none unless --state keeps one.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg learn other.yaml --from cartpole.transitions",
      "  ./thalweg learn other.yaml --from cartpole.transitions --bounded",
      "  ./thalweg learn other.yaml --brokers 127.0.0.1:9092"
    })
final class LearnCommand extends RunCommand {
  @Option(names = "--from", paramLabel = "TOPIC", description = "The log (that of the job file).")
  private Optional<String> from = Optional.empty();

  @Override
  Job read(Path file) {
    var job = JobFileAccess.readAgent(file);
    return job.learningFrom(from.orElse(job.output().transitions()));
  }

  /** A broker that starts with the job has no log of another one, unless it has kept one. */
  @Override
  boolean bringsBroker(Job job) {
    return super.bringsBroker(job) && (from.isEmpty() || !forgets());
  }

  /** A log that was named is another job's: one that is made here would stay empty for ever. */
  @Override
  void check(Topics topics) {
    if (from.isPresent() && topics.partitions(List.of(from.get())).isEmpty()) {
      throw new KafkaAccessException(missing(from.get(), topics), null);
    }
  }

  private static String missing(String log, Topics topics) {
    return "topic %s does not exist at %s: %s"
        .formatted(
            log,
            topics.bootstrapServers(),
            Suggestion.nearest(log, topics.names())
                .map(name -> "did you mean '" + name + "'?")
                .orElse("start the job that writes it, or name its brokers with --brokers"));
  }
}
