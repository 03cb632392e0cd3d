package io.thalweg.connectors.events;

/** What a record turned out to be. */
public sealed interface Decoded permits Event, LabelEvent, Malformed {
  /** The record as it came. */
  RawRecord raw();
}
