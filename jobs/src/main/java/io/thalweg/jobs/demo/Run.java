package io.thalweg.jobs.demo;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateReader;
import io.thalweg.jobs.embedded.EmbeddedJob;
import io.thalweg.jobs.file.JobSpec;
import java.time.Duration;
import java.util.OptionalDouble;

/** One run of the demonstration's job, from the first record to the final figures. */
final class Run {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LARGEST_MODEL = 1L << 30;
  private static final double ROUNDING = 1e-9;

  private final JobSpec job;
  private final KafkaSettings settings;
  private final EmbeddedJob running;
  private final ReplayThread feed;
  private final Tally tally;
  private final Places places;
  private final DemoOptions options;
  private final long began = System.nanoTime();

  Run(
      JobSpec job,
      KafkaSettings settings,
      EmbeddedJob running,
      ReplayThread feed,
      Tally tally,
      Places places,
      DemoOptions options) {
    this.job = job;
    this.settings = settings;
    this.running = running;
    this.feed = feed;
    this.tally = tally;
    this.places = places;
    this.options = options;
  }

  /** Shows the run until every record is answered, ends the job and adds up. */
  Summary toTheEnd(Watcher watcher, Screen<Snapshot> screen) throws Exception {
    ReadToTheEnd readToTheEnd = new ReadToTheEnd(job, settings, running, tally);
    long nextShow = System.nanoTime();
    while (!running.isDone() && !(feed.isDone() && readToTheEnd.of(feed.sent()))) {
      if (System.nanoTime() - nextShow >= 0) {
        screen.show(snapshot());
        nextShow += screen.intervalMillis() * 1_000_000;
      }
      Thread.sleep(20);
    }
    if (!running.isDone()) {
      running.drain();
    }
    running.await();
    watcher.finish();
    double seconds = seconds();
    screen.show(snapshot());
    return summary(seconds);
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  private Snapshot snapshot() {
    return new Snapshot(
        job.name(),
        options.limit(),
        feed.sent(),
        tally.predicted(),
        tally.answered() - tally.predicted(),
        seconds(),
        tally.recordsPerSecond(System.nanoTime()),
        tally.latencyMillis(50),
        tally.latencyMillis(99),
        tally.progress(),
        tally.f1().all(),
        places);
  }

  private Summary summary(double seconds) {
    LearningProgress progress =
        tally
            .progress()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "topic " + job.output().metrics() + " is empty: the log says why"));
    check(progress);
    ModelUpdate model =
        new UpdateReader(settings.consumerProperties(), PATIENCE)
            .read(job.output().model(), job.name(), null, LARGEST_MODEL)
            .newest()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "topic " + job.output().model() + " holds no model: the log says why"));
    return new Summary(
        tally.predicted(),
        tally.answered() - tally.predicted(),
        progress.all().accuracy(),
        progress.all().noChangeAccuracy(),
        progress.all().kappa(),
        progress.all().kappaTemporal(),
        progress.all().logLoss(),
        tally.f1().all(),
        tally.f1().newest(),
        tally.testAccuracy(),
        seconds,
        (tally.firstPrediction().orElse(Long.MAX_VALUE) - options.started().toEpochMilli()) / 1e3,
        tally.latencyMillis(50),
        tally.latencyMillis(99),
        model.version(),
        model.checksum());
  }

  /** The learner's accuracy against the one that predictions and labels give. */
  private void check(LearningProgress progress) {
    OptionalDouble recounted = tally.accuracy();
    boolean sameRecords = progress.examples() == tally.labelled();
    if (!sameRecords || Math.abs(recounted.orElse(0) - progress.all().accuracy()) > ROUNDING) {
      throw new IllegalStateException(
          "the learner reports an accuracy of %s over %d examples, but predictions and labels in"
                  .formatted(progress.all().accuracy(), progress.examples())
              + " the topics give %s over %d: this is a defect of Thalweg, please report it"
                  .formatted(recounted.orElse(Double.NaN), tally.labelled()));
    }
  }
}
