package io.thalweg.connectors.updates;

import java.util.SortedMap;

/**
 * A version of a model, published.
 *
 * @param model id of the model; at most 200 characters of letters, digits, dot, dash, underscore
 * @param version updates that it has learned
 * @param publication number of this publication; grows by one, also from one run of a job to the
 *     next: a run that starts afresh begins with the time (milliseconds since the epoch) at which
 *     its graph was made
 * @param examples examples that it has learned from
 * @param eventTime newest event time learned from, milliseconds since the epoch
 * @param offsets newest offset learned from, by {@code topic-partition}
 * @param fingerprint of everything that the parameters' meaning depends on
 * @param provenance seed, versions, processor, backend
 * @param payload parameters, normaliser and dictionaries, as the learner writes them
 */
public record ModelUpdate(
    String model,
    long version,
    long publication,
    long examples,
    long eventTime,
    SortedMap<String, Long> offsets,
    String fingerprint,
    SortedMap<String, String> provenance,
    byte[] payload) {
  /** SHA-256 of the payload in hexadecimal digits. */
  public String checksum() {
    return Sha256.of(payload);
  }
}
