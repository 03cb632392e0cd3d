package io.thalweg.jobs.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a soak is to be.
 *
 * @param folder of the cluster; new or empty
 * @param length for how long records come and processes die
 * @param rate valid records per second
 * @param victims whose processes are killed, each time one of them or two; none: nothing is
 * @param hostile share of hostile records among all, from 0 to below 1
 * @param seed of the stream, the hostile records and the kills
 */
record SoakOptions(
    Path folder, Duration length, double rate, List<Victim> victims, double hostile, long seed) {
  /** A kind of process that may die. */
  enum Victim {
    TASKMANAGER,
    JOBMANAGER,
    BROKER
  }

  SoakOptions {
    victims = List.copyOf(victims);
  }
}
