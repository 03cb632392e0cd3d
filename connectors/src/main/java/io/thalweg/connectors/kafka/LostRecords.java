package io.thalweg.connectors.kafka;

/**
 * What a source does that was restored, or is so slow, that its next record is no longer in the
 * topic: retention has deleted it, or the topic has been made anew.
 */
public enum LostRecords {
  /** Fails, and again after each restart, until a person decides: a model would have a gap. */
  FAIL,
  /** Goes on with the first record that there is. */
  SKIP
}
