package io.thalweg.connectors.agents;

/** What the log of transitions consists of. */
public sealed interface LogEntry permits Transition, Correction {
  String environment();

  long episode();

  long step();

  /** Event time, milliseconds since the epoch. */
  long time();
}
