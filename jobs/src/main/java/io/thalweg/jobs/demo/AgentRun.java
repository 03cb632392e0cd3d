package io.thalweg.jobs.demo;

import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.embedded.EmbeddedJob;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.host.Host;
import java.util.concurrent.CompletableFuture;

/** One run of an agent's demonstration, from the first step to the final figures. */
final class AgentRun {
  private static final long LOOK_MILLIS = 20;
  private static final long PATIENCE_NANOS = 3_000_000_000L;
  private static final long REST_NANOS = 500_000_000L;

  private final AgentJobSpec job;
  private final AgentDemoOptions options;
  private final EmbeddedJob running;
  private final Host host;
  private final AgentWatcher watcher;
  private final Evaluations evaluations;
  private final Places places;
  private final Rate rate = new Rate();
  private long firstAction;
  private long nearlyLearned;

  AgentRun(
      AgentJobSpec job,
      AgentDemoOptions options,
      EmbeddedJob running,
      Host host,
      AgentWatcher watcher,
      Evaluations evaluations,
      Places places) {
    this.job = job;
    this.options = options;
    this.running = running;
    this.host = host;
    this.watcher = watcher;
    this.evaluations = evaluations;
    this.places = places;
  }

  /** Shows the run until every step is taken and learned, ends the job and adds up. */
  AgentSummary toTheEnd(Screen<AgentSnapshot> screen) throws Exception {
    CompletableFuture<Void> acting = CompletableFuture.runAsync(host::run);
    try {
      long nextShow = System.nanoTime();
      while (!running.isDone() && !(acting.isDone() && isLearned())) {
        evaluations.look(host.figures().seconds());
        if (System.nanoTime() - nextShow >= 0) {
          screen.show(snapshot());
          nextShow += screen.intervalMillis() * 1_000_000;
        }
        noteFirstAction();
        Thread.sleep(LOOK_MILLIS);
      }
    } finally {
      host.end();
      acting.join();
    }
    if (!running.isDone()) {
      running.drain();
    }
    running.await();
    awaitLast();
    double greedy = evaluations.lookAtLast(host.figures().seconds());
    screen.show(snapshot());
    return summary(greedy);
  }

  /**
   * Whether what is told says that nearly all is learned, and what is left, less than a
   * publication, has had ample time.
   */
  private boolean isLearned() {
    if (watcher.learned() <= host.figures().steps() - job.publishEvery()) {
      return false;
    }
    if (nearlyLearned == 0) {
      nearlyLearned = System.nanoTime();
    }
    return System.nanoTime() - nearlyLearned > REST_NANOS;
  }

  /** What the job told at its very end. */
  private void awaitLast() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (watcher.learned() < host.figures().steps() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void noteFirstAction() {
    if (firstAction == 0 && host.figures().steps() > 0) {
      firstAction = System.currentTimeMillis();
    }
  }

  private AgentSnapshot snapshot() {
    var points = evaluations.points();
    var last = points.isEmpty() ? null : points.get(points.size() - 1);
    return new AgentSnapshot(
        job.name(),
        options.steps(),
        host.figures().seconds(),
        rate.perSecond(System.nanoTime(), host.figures().steps()),
        host.figures(),
        watcher.progress(),
        watcher.ages().millis(50),
        watcher.ages().millis(99),
        last == null ? Double.NaN : last.greedyMeanReturn(),
        last == null ? 0 : last.version(),
        places);
  }

  private AgentSummary summary(double greedy) {
    ModelUpdate version = watcher.newest().orElseThrow();
    return new AgentSummary(
        host.figures(),
        watcher.progress().orElseThrow(),
        greedy,
        Evaluations.LAST_EPISODES,
        (firstAction - options.started().toEpochMilli()) / 1e3,
        watcher.ages().millis(50),
        watcher.ages().millis(99),
        version.version(),
        version.checksum());
  }
}
