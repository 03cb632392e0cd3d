package io.thalweg.connectors.updates;

import java.util.TreeMap;

/**
 * A version that is to act, whatever is published after it, until it is let go: an update in the
 * topic of the versions, under an id of its own, so that it and what a learner publishes do not get
 * in each other's way.
 */
public final class Pin {
  private static final String SUFFIX = ".pin";

  private Pin() {}

  /** The id that pins of a model have. */
  public static String id(String model) {
    return model + SUFFIX;
  }

  /**
   * What pins a version.
   *
   * @param publication larger than that of any pin before: the time, in milliseconds
   */
  public static ModelUpdate of(ModelUpdate version, long publication) {
    return new ModelUpdate(
        id(version.model()),
        version.version(),
        publication,
        version.examples(),
        version.eventTime(),
        version.offsets(),
        version.fingerprint(),
        version.provenance(),
        version.payload());
  }

  /** What lets it go: the newest version acts again. */
  public static ModelUpdate release(String model, String fingerprint, long publication) {
    return new ModelUpdate(
        id(model),
        0,
        publication,
        0,
        0,
        new TreeMap<>(),
        fingerprint,
        new TreeMap<>(),
        new byte[0]);
  }

  /** Whether an update of a pin's id lets go. */
  public static boolean releases(ModelUpdate pin) {
    return pin.payload().length == 0;
  }
}
