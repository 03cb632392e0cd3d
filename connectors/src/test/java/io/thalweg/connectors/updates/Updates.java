package io.thalweg.connectors.updates;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Updates to test with. */
final class Updates {
  static final String MODEL = "electricity";
  static final String FINGERPRINT = "f00d";
  static final long MAX_BYTES = 4 << 20;

  private Updates() {}

  /** An update whose payload is drawn from its number. */
  static ModelUpdate update(long publication, int bytes) {
    byte[] payload = new byte[bytes];
    new Random(publication).nextBytes(payload);
    return new ModelUpdate(
        MODEL,
        10 * publication,
        publication,
        320 * publication,
        1000 + publication,
        new TreeMap<>(Map.of("events-0", publication, "events-1", 7L)),
        FINGERPRINT,
        new TreeMap<>(Map.of("seed", "7", "java", "17")),
        payload);
  }

  static ModelUpdate of(String model, String fingerprint, ModelUpdate update) {
    return new ModelUpdate(
        model,
        update.version(),
        update.publication(),
        update.examples(),
        update.eventTime(),
        update.offsets(),
        fingerprint,
        update.provenance(),
        update.payload());
  }

  /** What an update holds, equal by value. */
  static List<Object> contents(ModelUpdate update) {
    return List.of(
        update.model(),
        update.version(),
        update.publication(),
        update.examples(),
        update.eventTime(),
        update.offsets(),
        update.fingerprint(),
        update.provenance(),
        ByteBuffer.wrap(update.payload()));
  }
}
