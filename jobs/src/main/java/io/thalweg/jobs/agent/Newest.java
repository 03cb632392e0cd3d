package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Observation;

/**
 * The newest observation of an environment, as far as the next one needs it.
 *
 * @param ended whether it was its episode's last
 */
record Newest(long episode, long step, long time, float[] values, boolean ended) {
  static Newest of(Observation observation) {
    return new Newest(
        observation.episode(),
        observation.step(),
        observation.time(),
        observation.values(),
        observation.ends());
  }
}
