package io.thalweg.connectors.updates;

import io.thalweg.connectors.updates.TopicContents.Publication;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * What the chunks of one publication have in common; two that differ in anything are two
 * publications.
 *
 * @param chunks number of chunks
 * @param bytes length of the payload
 * @param sha256 of the payload, 64 hexadecimal digits in lower case
 */
record UpdateHeader(
    String model,
    long version,
    long publication,
    int chunks,
    long bytes,
    String sha256,
    String fingerprint,
    long examples,
    long eventTime,
    SortedMap<String, Long> offsets,
    SortedMap<String, String> provenance) {

  /** Four: see {@link UpdateWriter}. */
  static final int SLOTS = 4;

  /** Chunks are not smaller than this on average, so that bookkeeping is bounded by the payload. */
  static final int SMALLEST_CHUNK = 1024;

  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9._-]{1,200}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Throws an exception where the numbers contradict each other. */
  UpdateHeader {
    require(MODEL.matcher(model).matches(), "model", model, "1 to 200 of A-Z a-z 0-9 . - _");
    require(version >= 0, "version", version, "0 or more");
    require(publication >= 0, "publication", publication, "0 or more");
    require(examples >= 0, "examples", examples, "0 or more");
    require(bytes >= 0, "bytes", bytes, "0 or more");
    require(SHA256.matcher(sha256).matches(), "sha256", sha256, "64 digits 0-9 a-f");
    require(
        chunks >= 1 && chunks - 1 <= bytes / SMALLEST_CHUNK,
        "chunks",
        chunks,
        "at least 1, and at most one per " + SMALLEST_CHUNK + " bytes");
  }

  int slot() {
    return (int) (publication % SLOTS);
  }

  String key(int chunk) {
    return model + "/" + slot() + "/" + chunk;
  }

  ModelUpdate update(byte[] payload) {
    return new ModelUpdate(
        model,
        version,
        publication,
        examples,
        eventTime,
        offsets,
        fingerprint,
        provenance,
        payload);
  }

  Publication publication(long timestamp, Optional<Refusal> refusal) {
    return new Publication(
        publication,
        version,
        examples,
        eventTime,
        timestamp,
        bytes,
        chunks,
        sha256,
        fingerprint,
        offsets,
        provenance,
        refusal);
  }

  @Override
  public String toString() {
    return "publication " + publication + " (version " + version + ") of model " + model;
  }

  private static void require(boolean fits, String field, Object found, String expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          "field '"
              + field
              + "': "
              + Refusals.shown(found.toString())
              + " found, "
              + expected
              + " expected");
    }
  }
}
