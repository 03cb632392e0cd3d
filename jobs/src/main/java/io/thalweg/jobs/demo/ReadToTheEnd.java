package io.thalweg.jobs.demo;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.jobs.embedded.EmbeddedJob;
import io.thalweg.jobs.file.JobSpec;
import java.util.concurrent.ExecutionException;

/**
 * Whether a job has read all of its input. It has when every record is answered. Where some wait
 * for the end of event time, answers cease before that; then a checkpoint makes the job say how far
 * it has read.
 */
final class ReadToTheEnd {
  private static final long SILENCE_NANOS = 2_000_000_000L;

  private final JobSpec job;
  private final KafkaSettings settings;
  private final EmbeddedJob running;
  private final Tally tally;
  private long answered = -1;
  private long since = System.nanoTime();

  ReadToTheEnd(JobSpec job, KafkaSettings settings, EmbeddedJob running, Tally tally) {
    this.job = job;
    this.settings = settings;
    this.running = running;
    this.tally = tally;
  }

  /**
   * To be asked again and again.
   *
   * @param records that the input holds
   */
  boolean of(long records) throws ExecutionException, InterruptedException {
    long now = tally.answered();
    if (now >= records) {
      return true;
    }
    if (now != answered) {
      answered = now;
      since = System.nanoTime();
      return false;
    }
    if (System.nanoTime() - since < SILENCE_NANOS || !running.isRunning()) {
      return false;
    }
    since = System.nanoTime();
    return running.checkpoint() && read() >= records;
  }

  /** As of a checkpoint not long ago. */
  private long read() {
    try (Topics topics = new Topics(settings)) {
      return topics.read(job.input().topic(), job.name());
    }
  }
}
