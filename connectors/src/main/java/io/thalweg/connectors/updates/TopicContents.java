package io.thalweg.connectors.updates;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a model topic holds of a model.
 *
 * @param newest the newest complete update with the wanted fingerprint
 * @param history all publications of the model that left a record in the topic, whatever their
 *     fingerprint, in the order in which they were written
 * @param refusals what was not taken on the way to the newest, by reason
 */
public record TopicContents(
    Optional<ModelUpdate> newest, List<Publication> history, Map<Refusal, Long> refusals) {

  /**
   * A publication, without its payload.
   *
   * @param timestamp of its first record in the topic, milliseconds since the epoch
   * @param bytes length of the payload
   * @param refusal why it is not whole, {@link Refusal#TORN} also where compaction has taken part
   *     of it; none: it is whole, and its SHA-256 right
   */
  public record Publication(
      long publication,
      long version,
      long examples,
      long eventTime,
      long timestamp,
      long bytes,
      int chunks,
      String sha256,
      String fingerprint,
      SortedMap<String, Long> offsets,
      SortedMap<String, String> provenance,
      Optional<Refusal> refusal) {

    /**
     * What the last chunk of a publication says of it, for those who follow a topic and want no
     * payload: that the others came before, and the SHA-256 is right, is believed.
     *
     * @param header of the record; null: it has none
     * @return empty where the record is another chunk, of another model, or none at all
     */
    public static Optional<Publication> ofLastChunk(String model, byte[] header, long timestamp) {
      try {
        HeaderJson.Numbered chunk = HeaderJson.read(header);
        boolean last = chunk.chunk() == chunk.header().chunks() - 1;
        return last && chunk.header().model().equals(model)
            ? Optional.of(chunk.header().publication(timestamp, Optional.empty()))
            : Optional.empty();
      } catch (IllegalArgumentException somethingElse) {
        return Optional.empty();
      }
    }
  }
}
