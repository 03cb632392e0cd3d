package io.thalweg.jobs.demo;

import java.net.URI;

/**
 * Where a run can be looked at from outside.
 *
 * @param dashboard Flink's
 * @param page the live page
 */
record Places(String brokers, URI dashboard, URI page) {
  /** What is said of a run that stays up. */
  String stay() {
    return "Kafka is at %s, the dashboard at %s, the live page at %s, until Ctrl-C."
        .formatted(brokers, dashboard, page);
  }
}
