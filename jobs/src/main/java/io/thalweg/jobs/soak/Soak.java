package io.thalweg.jobs.soak;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.jobs.cluster.Cluster;
import io.thalweg.jobs.cluster.ClusterException;
import io.thalweg.jobs.cluster.ClusterOptions;
import io.thalweg.jobs.cluster.FlinkSession;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.soak.SoakOptions.Victim;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A stream at a steady rate to a job on a cluster of processes; processes die, records are hostile.
 * Then the valid records once more, to the same job under another name and in peace. What the two
 * have written must be equal.
 */
final class Soak {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SAMPLE = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 500;

  private final SoakOptions options;
  private final List<byte[]> corpus;
  private final Consumer<String> progress;
  private final ClusterOptions clusterOptions;
  private final Cluster cluster;

  /**
   * @param corpus of records for the hostile ones to be made of
   * @param progress gets a line now and then
   */
  Soak(SoakOptions options, List<byte[]> corpus, Consumer<String> progress) {
    this.options = options;
    this.corpus = List.copyOf(corpus);
    this.progress = progress;
    ClusterOptions two = ClusterOptions.onFreePorts(2, 2);
    this.clusterOptions =
        options.victims().contains(Victim.JOBMANAGER) ? two.withHighAvailability() : two;
    this.cluster = Cluster.in(options.folder());
  }

  /** Runs to the end, and leaves no process behind, interrupted or not. */
  SoakResult run() throws InterruptedException, IOException {
    try {
      Cluster.Status status = cluster.start(clusterOptions, line -> {});
      progress.accept(
          "cluster in %s, dashboard http://%s, broker %s"
              .formatted(options.folder(), status.dashboard(), status.broker()));
      return run(status.session(), status.broker());
    } finally {
      boolean interrupted = Thread.interrupted(); // processes would not be waited for
      cluster.stop(line -> {});
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private SoakResult run(FlinkSession session, String broker)
      throws InterruptedException, IOException {
    JobSpec disturbed = job("soak", broker);
    KafkaSettings settings = new KafkaSettings(disturbed.kafka());
    String id = session.submit(disturbed, FlinkSession.Submission.PLAIN);
    Memory memory = new Memory();
    Optional<HostileRecords> hostile =
        options.hostile() > 0
            ? Optional.of(
                new HostileRecords(disturbed.input().schema(), corpus, options.seed() + 4))
            : Optional.empty();
    try (Feed feed = Feed.begin(settings, disturbed.input().topic(), options, hostile);
        Outages outages =
            new Outages(settings, disturbed.output().predictions(), LabelledEvents.PARTITIONS)) {
      Faults faults = new Faults(cluster, clusterOptions, options, outages, progress);
      disturb(session, id, feed, faults, memory);
      feed.end();
      awaitRead(session, id, disturbed);
      long restarts = restarts(session, id);
      List<String> reasons =
          session.restarts(id).stream().map(FlinkSession.Restart::reason).toList();
      session.stopWithSavepoint(id, true, PATIENCE);
      progress.accept(
          "%,d records sent; now the same in peace"
              .formatted(feed.valid() + feed.hostile().count()));
      JobSpec undisturbed = undisturbed(session, broker, feed.valid());
      return new SoakResult(
          options,
          feed.valid(),
          feed.hostile(),
          faults.faults(),
          restarts,
          reasons,
          Written.by(disturbed),
          Written.by(undisturbed),
          memory.trends(),
          memory.svg("Resident memory, %.0f records/s".formatted(options.rate())));
    }
  }

  private JobSpec job(String name, String broker) {
    JobSpec job = SoakJob.of(name, broker);
    SoakJob.createTopics(job);
    return job;
  }

  /** Until the time is over and the last death dealt with. */
  private void disturb(FlinkSession session, String id, Feed feed, Faults faults, Memory memory)
      throws InterruptedException {
    long began = System.nanoTime();
    long end = began + options.length().toNanos();
    try (Background killing = killing(faults, end)) {
      long next = began;
      while (System.nanoTime() - end < 0 || !killing.isDone()) {
        killing.check();
        feed.check();
        if (System.nanoTime() - next >= 0) {
          sample((System.nanoTime() - began) / 1e9, session, id, feed, memory);
          next += SAMPLE.toNanos();
        }
        Thread.sleep(POLL_MILLIS);
      }
      killing.check();
    }
  }

  private Background killing(Faults faults, long end) {
    return options.victims().isEmpty()
        ? Background.begin("faults", () -> {})
        : Background.begin("faults", () -> faults.until(end));
  }

  private void sample(double seconds, FlinkSession session, String id, Feed feed, Memory memory) {
    memory.sample(seconds, cluster.status().orElseThrow());
    Optional<FlinkSession.Checkpoint> newest = newestCheckpoint(session, id);
    newest.ifPresent(checkpoint -> memory.checkpoint(seconds, checkpoint.bytes()));
    progress.accept(
        "%,.0f s: %,d valid records, %,d hostile%s"
            .formatted(
                seconds,
                feed.valid(),
                feed.hostile().count(),
                newest.map(c -> ", checkpoint of %,d KiB".formatted(c.bytes() >> 10)).orElse("")));
  }

  /** Empty too while no job manager answers. */
  private static Optional<FlinkSession.Checkpoint> newestCheckpoint(
      FlinkSession session, String id) {
    try {
      return session.checkpoints(id).latest();
    } catch (ClusterException down) {
      return Optional.empty();
    }
  }

  private JobSpec undisturbed(FlinkSession session, String broker, long events)
      throws IOException, InterruptedException {
    JobSpec job = job("soak-in-peace", broker);
    Feed.writeAll(new KafkaSettings(job.kafka()), job.input().topic(), options, events);
    String id = session.submit(job, FlinkSession.Submission.PLAIN);
    awaitRead(session, id, job);
    session.stopWithSavepoint(id, true, PATIENCE);
    return job;
  }

  /** As soon as the job manager, which may be a new one, counts them. */
  private static long restarts(FlinkSession session, String id) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    OptionalLong count = session.restartCount(id);
    while (count.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new SoakException("the job manager does not say how often it restarted job " + id);
      }
      Thread.sleep(POLL_MILLIS);
      count = session.restartCount(id);
    }
    return count.getAsLong();
  }

  /** Until a checkpoint says that the job has read all of its input. */
  private void awaitRead(FlinkSession session, String id, JobSpec job) throws InterruptedException {
    long deadline = System.nanoTime() + options.length().toNanos() + PATIENCE.toNanos();
    long last = System.nanoTime();
    try (Topics topics = new Topics(new KafkaSettings(job.kafka()))) {
      long left = unread(topics, job);
      while (left > 0) {
        if (System.nanoTime() - deadline > 0 || session.state(id).equals("FAILED")) {
          throw new SoakException(
              "job %s is %s and has still %,d records to read; logs are in %s"
                  .formatted(job.name(), session.state(id), left, options.folder().resolve("log")));
        }
        if (System.nanoTime() - last > SAMPLE.toNanos()) {
          progress.accept("%s: %,d records still to read".formatted(job.name(), left));
          last = System.nanoTime();
        }
        Thread.sleep(POLL_MILLIS);
        left = unread(topics, job);
      }
    }
  }

  private static long unread(Topics topics, JobSpec job) {
    String input = job.input().topic();
    return topics.written(input) - topics.read(input, job.name());
  }
}
