package io.thalweg.jobs.demo;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * Counts what comes out of a job's topics, and works out the prequential accuracy a second time,
 * from predictions and labels. Events and predictions come in any order relative to each other;
 * each waits for the other, so memory grows with the backlog of the job. Thread-safe.
 */
final class Tally {
  private static final long LONGEST_LATENCY_MILLIS = 24L * 3600 * 1000;

  private final Map<String, Seen> events = new HashMap<>();
  private final Map<String, Answer> answers = new HashMap<>();
  private final Histogram latency = new Histogram(LONGEST_LATENCY_MILLIS, 3);
  private final F1 f1;
  private final Rate rate = new Rate();
  private long predicted;
  private long rejected;
  private long labelled;
  private long correct;
  private long firstMillis = -1;
  private long firstAnswered;
  private long tested;
  private long testedCorrect;
  private LearningProgress progress;

  private record Seen(int label, int truth, long appended) {}

  private record Answer(int label, long appended) {}

  /**
   * A tally of nothing.
   *
   * @param positive the class that F1 is of; -1: of none
   */
  Tally(int positive) {
    f1 = new F1(positive);
  }

  /**
   * An event in its topic.
   *
   * @param truth its class where it brings no label to learn from; -1: not known
   */
  synchronized void event(Event event, int truth) {
    Seen seen =
        new Seen(event.labelled() ? (int) event.label() : -1, truth, event.raw().timestamp());
    Answer answer = answers.remove(event.id());
    if (answer == null) {
      events.put(event.id(), seen);
    } else {
      match(seen, answer);
    }
  }

  /**
   * A prediction in its topic.
   *
   * @param appended when the broker appended it, milliseconds since the epoch
   * @param nowMillis when it was read
   */
  synchronized void prediction(Prediction prediction, long appended, long nowMillis) {
    predicted++;
    if (firstMillis < 0) {
      firstMillis = nowMillis;
      firstAnswered = appended;
    }
    Answer answer = new Answer(prediction.label(), appended);
    Seen seen = events.remove(prediction.id());
    if (seen == null) {
      answers.put(prediction.id(), answer);
    } else {
      match(seen, answer);
    }
  }

  private void match(Seen seen, Answer answer) {
    if (seen.appended() >= firstAnswered) {
      latency.recordValue(
          Math.max(0, Math.min(LONGEST_LATENCY_MILLIS, answer.appended() - seen.appended())));
    }
    if (seen.label() >= 0) {
      labelled++;
      correct += seen.label() == answer.label() ? 1 : 0;
      f1.add(seen.label(), answer.label());
    } else if (seen.truth() >= 0) {
      tested++;
      testedCorrect += seen.truth() == answer.label() ? 1 : 0;
    }
  }

  /** A record in the late or dead-letter topic. */
  synchronized void rejected() {
    rejected++;
  }

  synchronized void progress(LearningProgress newest) {
    progress = newest;
  }

  synchronized Optional<LearningProgress> progress() {
    return Optional.ofNullable(progress);
  }

  synchronized long predicted() {
    return predicted;
  }

  synchronized long answered() {
    return predicted + rejected;
  }

  /** Share of the labelled events whose prediction was right. */
  synchronized OptionalDouble accuracy() {
    return labelled == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) correct / labelled);
  }

  /** Of the labelled events; both NaN where it is of no class. */
  synchronized F1.Score f1() {
    return f1.score();
  }

  /** Share of right answers to events that nobody learned from; NaN where there are none. */
  synchronized double testAccuracy() {
    return (double) testedCorrect / tested;
  }

  /** Events whose label and prediction are both known. */
  synchronized long labelled() {
    return labelled;
  }

  /** When the first prediction was read, milliseconds since the epoch. */
  synchronized OptionalLong firstPrediction() {
    return firstMillis < 0 ? OptionalLong.empty() : OptionalLong.of(firstMillis);
  }

  /**
   * Latency that so many per cent of the predictions kept within, of events appended after the
   * first answer: those before it waited for the job to start. NaN before the first.
   */
  synchronized double latencyMillis(double percentile) {
    return latency.getTotalCount() == 0 ? Double.NaN : latency.getValueAtPercentile(percentile);
  }

  /** Answers per second over the last three seconds; to be asked again and again. */
  synchronized double recordsPerSecond(long nowNanos) {
    return rate.perSecond(nowNanos, predicted + rejected);
  }
}
