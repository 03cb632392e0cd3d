package io.thalweg.jobs.demo;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.jobs.agent.AgentJob;
import io.thalweg.jobs.embedded.Embedded;
import io.thalweg.jobs.embedded.EmbeddedJob;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.host.Host;
import io.thalweg.jobs.host.HostSettings;
import io.thalweg.jobs.train.LearningCurve;
import io.thalweg.jobs.watch.LivePage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * {@code thalweg demo cartpole}: environments and an agent that speak to each other through a
 * broker, by the job that a cluster would run.
 *
 * <p>Environments wait for the learner where they are far ahead of it, so that what they show is
 * what came of a policy of now. At the end the learner is given time to come to the end of the log,
 * and the job is drained.
 */
public final class AgentDemo {
  private static final Duration RESEND = Duration.ofSeconds(2);

  private final AgentJobSpec spec;
  private final AgentDemoOptions options;
  private final Screen<AgentSnapshot> screen;
  private final PrintWriter out;

  private AgentDemo(
      AgentJobSpec spec, AgentDemoOptions options, Screen<AgentSnapshot> screen, PrintWriter out) {
    this.spec = spec;
    this.options = options;
    this.screen = screen;
    this.out = out;
  }

  /** Shown on a terminal, over and over in the same lines. */
  public static AgentDemo live(
      AgentJobSpec spec, AgentDemoOptions options, PrintWriter out, Canvas canvas) {
    return new AgentDemo(spec, options, Screen.live(out, new AgentView(canvas)::lines), out);
  }

  /** Shown as a line now and then. */
  public static AgentDemo plain(AgentJobSpec spec, AgentDemoOptions options, PrintWriter out) {
    return new AgentDemo(spec, options, Screen.plain(out, AgentView::line), out);
  }

  /**
   * Runs to the end, or until interrupted.
   *
   * @param ready told where the broker is, as soon as it is there
   */
  public void run(Consumer<String> ready) throws Exception {
    Demo.requireNew(options.embedded().folder());
    say("starting Kafka and Flink …");
    try (Embedded embedded = Embedded.start(options.embedded())) {
      String brokers = embedded.broker().map(EmbeddedBroker::bootstrapServers).orElseThrow();
      ready.accept(brokers);
      AgentJobSpec job = spec.withBrokers(brokers);
      KafkaSettings settings = new KafkaSettings(job.kafka());
      try (Topics topics = new Topics(settings)) {
        topics.create(Demo.stamped(JobTopics.of(job, 1)));
      }
      EmbeddedJob running =
          embedded.flink().submit(environment -> AgentJob.build(environment, job, false));
      try (LivePage page = LivePage.open(settings, LivePage.LOOPBACK, LivePage.PORT);
          AgentWatcher watcher = AgentWatcher.start(settings, job);
          Host host = new Host(host(job), settings, watcher::learned);
          Evaluations evaluations = new Evaluations(job, options, watcher)) {
        Places places = new Places(brokers, embedded.flink().dashboard(), page.address());
        screen.begin(places);
        AgentRun run = new AgentRun(job, options, running, host, watcher, evaluations, places);
        AgentSummary summary = run.toTheEnd(screen);
        tell(summary, evaluations);
        if (options.keepRunning()) {
          say(places.stay());
          Thread.currentThread().join();
        }
      }
    }
  }

  private HostSettings host(AgentJobSpec job) {
    return new HostSettings(
        options.world(),
        options.environments(),
        job.name(),
        options.seed(),
        job.input().topic(),
        job.output().actions(),
        RESEND,
        options.steps());
  }

  private void tell(AgentSummary summary, Evaluations evaluations) throws Exception {
    AgentProgress progress = summary.progress();
    for (String line :
        List.of(
            "",
            String.format(
                Locale.ROOT,
                "%,d steps of %,d environments in %s, %,.0f/s; the first action %.1f s after the command",
                summary.host().steps(),
                options.environments(),
                Texts.time(summary.host().seconds()),
                summary.host().stepsPerSecond(),
                summary.secondsToFirstAction()),
            String.format(
                Locale.ROOT,
                "  return        %.1f over %d greedy episodes, %.1f as it explores",
                summary.greedyMeanReturn(),
                summary.greedyEpisodes(),
                summary.host().meanReturn()),
            "  round trip    p50 %s, p99 %s, observation to action"
                .formatted(
                    Texts.millis(summary.host().roundTripP50Millis()),
                    Texts.millis(summary.host().roundTripP99Millis())),
            "  policy        first acted upon %s after it was published, p99 %s"
                .formatted(
                    Texts.millis(summary.ageP50Millis()), Texts.millis(summary.ageP99Millis())),
            String.format(
                Locale.ROOT,
                "  learned       %,d transitions, version %,d, SHA-256 %s…",
                progress.transitions(),
                summary.policyVersion(),
                summary.policyChecksum().substring(0, 16)),
            "  curve         " + evaluations.sparkline(),
            "")) {
      say(line);
    }
    for (Path file : options.summary().stream().toList()) {
      summary.json().write(file);
    }
    for (Path file : options.curve().stream().toList()) {
      String title = "%s through Kafka and Flink".formatted(options.world().id());
      Files.writeString(file, new LearningCurve(title, evaluations.points()).svg());
      say("learning curve: " + file);
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
