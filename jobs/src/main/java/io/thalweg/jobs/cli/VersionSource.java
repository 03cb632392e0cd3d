package io.thalweg.jobs.cli;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.Refusal;
import io.thalweg.connectors.updates.TopicContents;
import io.thalweg.connectors.updates.UpdateReader;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A job and the topic of its versions. */
final class VersionSource {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LARGEST = 1L << 30;

  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "JOB.yaml", description = "The job file.")
  private Path file;

  Job job() {
    return JobFileAccess.read(file);
  }

  JobSpec sequenceJob() {
    return JobFileAccess.readSequence(file);
  }

  AgentJobSpec agentJob() {
    return JobFileAccess.readAgent(file);
  }

  KafkaSettings settings(Job job) {
    return kafka.settings(job);
  }

  TopicContents contents(Job job, String fingerprint) {
    return contents(job, job.name(), fingerprint, update -> {});
  }

  /**
   * @param id of the updates
   * @param each hears of every complete one
   */
  TopicContents contents(Job job, String id, String fingerprint, UpdateReader.Listener each) {
    KafkaSettings settings = kafka.settings(job);
    try (Topics topics = new Topics(settings)) {
      topics.existing(List.of(job.versions()));
    }
    return new UpdateReader(settings.consumerProperties(), PATIENCE)
        .read(job.versions(), id, fingerprint, LARGEST, each);
  }

  ModelUpdate newest(Job job, String fingerprint) {
    TopicContents contents = contents(job, fingerprint);
    return contents
        .newest()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    nothing(job, contents.refusals().get(Refusal.FOREIGN))));
  }

  private static String nothing(Job job, Long foreign) {
    return "topic %s holds no complete model '%s' for this job file%s; is it the job file that ran, and has the job published yet?"
        .formatted(
            job.versions(),
            job.name(),
            foreign == null ? "" : " (but " + foreign + " records of another network)");
  }
}
