package io.thalweg.jobs.demo;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.replay.Pace;
import io.thalweg.connectors.replay.Replay;
import io.thalweg.jobs.embedded.Embedded;
import io.thalweg.jobs.embedded.EmbeddedJob;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.sequence.SequenceJob;
import io.thalweg.jobs.watch.LivePage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code thalweg demo}: a stream through a broker, the job that a cluster would run, and its topics
 * back to a person.
 *
 * <p>The job is unbounded and learns while records come in. When the last record is answered it is
 * drained: event time goes to its end, so what still waits is predicted and learned. See
 * docs/design/demo.md.
 */
public final class Demo {
  /** Records that are sent and not answered; keeps latency that of the job, not of a queue. */
  private static final int AHEAD = 512;

  private final DemoStream stream;
  private final JobSpec spec;
  private final DemoOptions options;
  private final Screen<Snapshot> screen;
  private final PrintWriter out;

  private Demo(
      DemoStream stream,
      JobSpec spec,
      DemoOptions options,
      Screen<Snapshot> screen,
      PrintWriter out) {
    this.stream = stream;
    this.spec = spec;
    this.options = options;
    this.screen = screen;
    this.out = out;
  }

  /** Shown on a terminal, over and over in the same lines. */
  public static Demo live(
      DemoStream stream, JobSpec spec, DemoOptions options, PrintWriter out, Canvas canvas) {
    return new Demo(stream, spec, options, Screen.live(out, new LiveView(canvas)::lines), out);
  }

  /** Shown as a line now and then. */
  public static Demo plain(DemoStream stream, JobSpec spec, DemoOptions options, PrintWriter out) {
    return new Demo(stream, spec, options, Screen.plain(out, LiveView::line), out);
  }

  /**
   * Runs to the end, or until interrupted.
   *
   * @param ready told where the broker is, as soon as it is there
   * @throws IOException where the summary cannot be written, or the folder is another run's
   */
  public void run(Consumer<String> ready) throws Exception {
    Replay replay = stream.replay().apply(spec).limit(options.limit());
    requireNew(options.embedded().folder());
    say("starting Kafka and Flink …");
    try (Embedded embedded = Embedded.start(options.embedded())) {
      String brokers = embedded.broker().map(EmbeddedBroker::bootstrapServers).orElseThrow();
      ready.accept(brokers);
      JobSpec job = spec.withBrokers(brokers);
      KafkaSettings settings = new KafkaSettings(job.kafka());
      try (Topics topics = new Topics(settings)) {
        topics.create(stamped(JobTopics.of(job, 1)));
      }
      try (LivePage page = LivePage.open(settings, LivePage.LOOPBACK, LivePage.PORT)) {
        Places places = new Places(brokers, embedded.flink().dashboard(), page.address());
        screen.begin(places);
        Summary summary = run(embedded, settings, job, replay, places);
        new Farewell(out, stream, job, places).say(summary, options.keepRunning());
        for (Path file : options.summary().stream().toList()) {
          summary.json().write(file);
        }
        if (options.keepRunning()) {
          Thread.currentThread().join();
        }
      }
    }
  }

  /** The figures are over all that is in the topics: they must be this run's alone. */
  static void requireNew(Optional<Path> folder) throws IOException {
    if (folder.filter(Embedded::isUsed).isPresent()) {
      throw new IOException(
          folder.get()
              + " holds the topics of an earlier run, a demonstration begins with none: name"
              + " another folder, or delete this one");
    }
  }

  private Summary run(
      Embedded embedded, KafkaSettings settings, JobSpec job, Replay replay, Places places)
      throws Exception {
    Tally tally = new Tally(stream.positive().map(job.model().classes()::indexOf).orElse(-1));
    Pace pace =
        options.rate().isPresent()
            ? new Pace.Rate(options.rate().getAsDouble())
            : new Pace.Ahead(AHEAD, tally::answered);
    try (Watcher watcher = Watcher.start(settings, job, tally);
        ReplayThread feed = ReplayThread.start(replay.pace(pace), settings, job.input().topic())) {
      EmbeddedJob running =
          embedded.flink().submit(environment -> SequenceJob.build(environment, job, false));
      Run run = new Run(job, settings, running, feed, tally, places, options);
      return run.toTheEnd(watcher, screen);
    }
  }

  /** Topics whose records carry the time of their appending, which latency is measured by. */
  static List<Topic> stamped(List<Topic> topics) {
    return topics.stream()
        .map(
            topic -> {
              Map<String, String> configuration = new HashMap<>(topic.configuration());
              configuration.put("message.timestamp.type", "LogAppendTime");
              return new Topic(topic.name(), topic.partitions(), configuration);
            })
        .toList();
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
