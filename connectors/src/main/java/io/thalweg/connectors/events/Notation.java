package io.thalweg.connectors.events;

import java.io.IOException;

/** Reads the wanted fields of one record value into a draft. Thread-safe. */
interface Notation {
  /**
   * Fills in the draft.
   *
   * @param value not null, and of a length within the limits
   * @throws IOException where the value breaks the rules of the notation
   */
  void read(byte[] value, Draft draft) throws IOException, Unfit;
}
