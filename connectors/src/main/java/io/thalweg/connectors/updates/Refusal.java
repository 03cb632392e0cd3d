package io.thalweg.connectors.updates;

/** Why an update, or a record that may have been part of one, was not taken. */
public enum Refusal {
  /** A newer publication was complete, or took its slot, before it was complete. */
  TORN,
  /** Length or SHA-256 of the payload are not what its header says. */
  CORRUPT,
  /** Its header claims more bytes than the reader allows. */
  OVERSIZED,
  /** Of another model, or of a network with another fingerprint. */
  FOREIGN,
  /** The key or the header of a record is nothing that an {@link UpdateWriter} writes. */
  UNREADABLE
}
