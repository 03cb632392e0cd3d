package io.thalweg.jobs.demo;

import io.thalweg.connectors.predictions.LearningProgress;
import java.util.Optional;

/**
 * What is known of a run at one moment.
 *
 * @param job name of the job
 * @param total records that will come
 * @param sent records that are in the topic
 * @param predicted records that were answered
 * @param rejected records that were late or malformed
 * @param seconds since the first record was sent
 * @param recordsPerSecond answered, over the last few seconds
 * @param latencyP50Millis from the event's append to the prediction's; NaN before the first
 * @param progress newest figures of the learner
 * @param f1 of the class that is asked for; NaN where none is
 * @param places where to look further
 */
record Snapshot(
    String job,
    long total,
    long sent,
    long predicted,
    long rejected,
    double seconds,
    double recordsPerSecond,
    double latencyP50Millis,
    double latencyP99Millis,
    Optional<LearningProgress> progress,
    double f1,
    Places places) {

  long answered() {
    return predicted + rejected;
  }

  double share() {
    return total == 0 ? 1 : Math.min(1, (double) answered() / total);
  }
}
