package io.thalweg.jobs.cli;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.jobs.cluster.Changes;
import io.thalweg.jobs.cluster.FlinkSession;
import io.thalweg.jobs.cluster.FlinkSession.Submission;
import io.thalweg.jobs.cluster.FlinkSession.Submitted;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.stream.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg upgrade}. */
@Command(
    name = "upgrade",
    header = "Let a job on a Flink cluster go on with another job file, or another Thalweg.",
    description = {
      "Savepoint, stop, start from there with what the file says now. Rates, batch, output, parallelism and the"
          + " like change and nothing is lost; a change after which the model would be another one, or the state"
          + " mean something else, is refused before anything is stopped."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg upgrade job.yaml --dry-run",
      "  ./thalweg upgrade job.yaml",
      "  ./thalweg upgrade job.yaml --new-model"
    })
final class UpgradeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SessionOptions options;
  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "JOB.yaml", description = "The job file, changed.")
  private Path file;

  @Option(names = "--dry-run", description = "Only say what would change.")
  private boolean dryRun;

  @Option(
      names = "--new-model",
      description =
          "Begin anew, from what the topics still hold: versions count from 1 again, and take the place of the old"
              + " ones. The savepoint of the old model stays.")
  private boolean newModel;

  @Override
  public Integer call() throws IOException {
    Job named = JobFileAccess.read(file);
    FlinkSession session = options.session();
    Submitted running = session.job(named.name());
    Map<String, String> settings = session.settings(running.id());
    Job job = atBrokers(named, settings);
    Changes changes = changes(settings, job);
    tell(changes);
    Optional<String> refusal = changes.refusal().filter(reason -> !newModel);
    if (refusal.isPresent()) {
      throw new IllegalArgumentException(
          "job %s cannot go on with this file: %s; take it back, or begin anew with --new-model"
              .formatted(job.name(), refusal.get()));
    }
    if (!dryRun) {
      upgrade(session, running, job);
    }
    return ExitCode.OK;
  }

  /** Those that are named; else those that the job reads from, lest its offsets mean nothing. */
  private Job atBrokers(Job named, Map<String, String> running) {
    String brokers = running.get(Settings.BROKERS);
    return kafka.applied(
        kafka.named(named) || brokers == null ? named : named.withBrokers(brokers));
  }

  private static Changes changes(Map<String, String> running, Job job) {
    if (running.isEmpty()) {
      throw new IllegalArgumentException(
          "job %s does not say what it was started with, as jobs of this version do; './thalweg stop %s', then './thalweg run JOB.yaml --cluster HOST:PORT --from-savepoint SAVEPOINT'"
              .formatted(job.name(), job.name()));
    }
    return Changes.between(running, job);
  }

  private void tell(Changes changes) {
    if (changes.changes().isEmpty()) {
      say("no setting changes");
    }
    changes.changes().forEach(change -> say("changes    " + change));
  }

  private void upgrade(FlinkSession session, Submitted running, Job job) throws IOException {
    try (Topics topics = new Topics(new KafkaSettings(job.kafka()))) {
      topics
          .create(JobTopics.of(job, job.parallelism()))
          .forEach(name -> say("created    " + name));
    }
    session.rehearse(job);
    String savepoint = session.stopWithSavepoint(running.id(), SessionOptions.PATIENCE);
    say("stopped    with savepoint " + savepoint);
    String id = submit(session, job, savepoint);
    say((newModel ? "a new model begins: job " : "goes on    as job ") + id);
    say("dashboard  " + session.page(id));
  }

  private String submit(FlinkSession session, Job job, String savepoint) throws IOException {
    Optional<String> from = Optional.of(savepoint).filter(path -> !newModel);
    try {
      return session.submit(job, new Submission(Optional.empty(), from));
    } catch (RuntimeException e) {
      say(
          session.runs(job.name())
              ? "it is still starting; './thalweg status " + job.name() + "' says how it does"
              : "it does not start. With the old file it goes on: ./thalweg run JOB.yaml --cluster %s --from-savepoint %s"
                  .formatted(session.dashboard().getAuthority(), savepoint));
      throw e;
    }
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
