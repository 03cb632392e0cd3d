package io.thalweg.jobs.watch;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds jobs by the names of their topics, follows these with a plain consumer that joins no group
 * and commits nothing, and puts what changes on the board twice a second. Its one thread ends with
 * it; a broker that is away is waited for.
 */
final class JobsReader implements AutoCloseable {
  /** Jobs at most, the first by name. */
  static final int MOST_JOBS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(JobsReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LOOK_NANOS = 2_000_000_000L;
  private static final long PUBLISH_NANOS = 500_000_000L;

  private final KafkaSettings settings;
  private final Board board;
  private final Thread thread;
  private final JobJson json = new JobJson();
  private final Map<String, WatchedJob> jobs = new LinkedHashMap<>();
  private final Set<String> changed = new HashSet<>();
  private int leftOut;
  private String problem = "";
  private volatile boolean closed;

  private JobsReader(KafkaSettings settings, Board board) {
    this.settings = settings;
    this.board = board;
    this.thread = new Thread(this::run, "reader of jobs");
    thread.setDaemon(true);
  }

  /** Begins to read, in a thread of its own. */
  static JobsReader start(KafkaSettings settings, Board board) {
    JobsReader reader = new JobsReader(settings, board);
    reader.publish();
    reader.thread.start();
    return reader;
  }

  private void run() {
    try (FollowedTopics followed = new FollowedTopics(settings);
        SampledTopics sampled = new SampledTopics(settings)) {
      read(followed, sampled);
      // A consumer does not close in an interrupted thread.
      Thread.interrupted();
    } catch (RuntimeException e) {
      failed(e);
      publish();
    }
  }

  private void read(FollowedTopics followed, SampledTopics sampled) {
    long nextLook = System.nanoTime();
    long nextPublication = nextLook;
    while (!closed) {
      try {
        if (System.nanoTime() - nextLook >= 0) {
          nextLook = System.nanoTime() + LOOK_NANOS;
          find(followed, sampled);
          sampled.look().forEach(this::add);
        }
        followed.poll(POLL).forEach(this::add);
      } catch (InterruptException end) {
        LOG.debug("the page is closed");
        return;
      } catch (RuntimeException e) {
        nextLook = System.nanoTime() + LOOK_NANOS;
        failed(e);
        LockSupport.parkNanos(PUBLISH_NANOS);
      }
      if (System.nanoTime() - nextPublication >= 0) {
        nextPublication = System.nanoTime() + PUBLISH_NANOS;
        publish();
      }
    }
  }

  private void failed(RuntimeException e) {
    problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    LOG.warn("The topics at {} cannot be read at the moment", settings.bootstrapServers(), e);
  }

  private void find(FollowedTopics followed, SampledTopics sampled) {
    Map<String, List<PartitionInfo>> topics = followed.list(PATIENCE);
    List<String> names =
        topics.keySet().stream()
            .flatMap(topic -> JobTopic.of(topic).stream())
            .filter(topic -> topic.kind() == JobTopic.Kind.METRICS)
            .map(JobTopic::job)
            .sorted()
            .toList();
    leftOut = Math.max(0, names.size() - MOST_JOBS);
    Set<String> shown = new HashSet<>(names.subList(0, Math.min(MOST_JOBS, names.size())));
    jobs.keySet().retainAll(shown);
    for (String name : shown) {
      if (!jobs.containsKey(name)) {
        jobs.put(name, new WatchedJob(name));
        changed.add(name);
      }
    }
    followed.assign(topics, shown, topic -> jobs.get(topic.job()).skippedSome(topic.kind()));
    sampled.assign(topics, shown);
    problem = "";
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    JobTopic.of(record.topic())
        .ifPresent(
            topic -> {
              WatchedJob job = jobs.get(topic.job());
              if (job != null) {
                job.add(topic.kind(), record);
                changed.add(topic.job());
              }
            });
  }

  private void publish() {
    Map<String, byte[]> events = new LinkedHashMap<>();
    changed.stream()
        .filter(jobs::containsKey)
        .forEach(name -> events.put(name, ServerEvent.of("job", json.write(jobs.get(name)))));
    changed.clear();
    board.publish(
        ServerEvent.overview(settings.bootstrapServers(), problem, jobs.keySet(), leftOut),
        List.copyOf(jobs.keySet()),
        events);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
