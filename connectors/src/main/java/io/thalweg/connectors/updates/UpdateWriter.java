package io.thalweg.connectors.updates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cuts model updates into records that a broker with default settings takes (1 MiB).
 *
 * <p>Keys are {@code model/slot/chunk} with slot = publication mod 4: compaction keeps the newest
 * record of a key and thereby the last four publications of a model. While the newest is being
 * written, and even if its writer dies in the middle of it, the three before it are whole.
 *
 * <p>Chunks must be written in order to one partition, by one writer per model.
 */
public final class UpdateWriter {
  /** Name of the record header that describes a chunk. */
  public static final String HEADER = "thalweg-update";

  /** Longest value of a chunk, in bytes. */
  public static final int CHUNK_BYTES = 512 << 10;

  private UpdateWriter() {}

  /**
   * The records of an update, in the order in which they are to be written; at least one.
   *
   * <p>Offsets that do not fit the header, of a thousand partitions or so, are left out: what
   * predicts does without them, and a model that cannot be published would end its learner.
   *
   * @throws IllegalArgumentException where the id of the model is not fit for a key, or provenance
   *     takes more than 256 KiB
   */
  public static List<Chunk> chunks(ModelUpdate update) {
    return chunks(update, CHUNK_BYTES);
  }

  static List<Chunk> chunks(ModelUpdate update, int chunkBytes) {
    byte[] payload = update.payload();
    UpdateHeader header = header(update, update.offsets(), chunkBytes);
    if (HeaderJson.write(header, header.chunks() - 1).length > HeaderJson.LONGEST) {
      header = header(update, new TreeMap<>(), chunkBytes);
    }
    List<Chunk> chunks = new ArrayList<>(header.chunks());
    for (int i = 0; i < header.chunks(); i++) {
      byte[] json = HeaderJson.write(header, i);
      if (json.length > HeaderJson.LONGEST) {
        throw new IllegalArgumentException(
            header
                + ": provenance takes "
                + json.length
                + " bytes of header, at most "
                + HeaderJson.LONGEST
                + " expected");
      }
      int start = i * chunkBytes;
      int end = Math.min(payload.length, start + chunkBytes);
      chunks.add(new Chunk(header.key(i), json, Arrays.copyOfRange(payload, start, end)));
    }
    return chunks;
  }

  private static UpdateHeader header(
      ModelUpdate update, SortedMap<String, Long> offsets, int chunkBytes) {
    int bytes = update.payload().length;
    return new UpdateHeader(
        update.model(),
        update.version(),
        update.publication(),
        bytes == 0 ? 1 : (bytes - 1) / chunkBytes + 1,
        bytes,
        Sha256.of(update.payload()),
        update.fingerprint(),
        update.examples(),
        update.eventTime(),
        offsets,
        update.provenance());
  }
}
