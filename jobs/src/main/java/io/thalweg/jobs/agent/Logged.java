package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.LogEntry;
import io.thalweg.connectors.events.RawRecord;

/** What a record of the log of transitions turned out to be. */
sealed interface Logged {
  /** The record as it came. */
  RawRecord raw();

  /** One to learn from. */
  record Fit(LogEntry entry, RawRecord raw) implements Logged {}

  /**
   * One that no agent of these spaces can learn from.
   *
   * @param reason names the field, what was found and what was expected
   */
  record Unfit(RawRecord raw, String reason) implements Logged {}
}
