package io.thalweg.connectors.agents;

/** Ends the reading of a record. Without a stack trace: a flood of bad ones must not cost more. */
final class UnfitException extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitException(String reason) {
    super(reason, null, false, false);
  }

  static UnfitException field(String name, Object found, String expected) {
    return new UnfitException("field '%s': %s found, %s expected".formatted(name, found, expected));
  }

  /** As of the fields of other records. */
  static UnfitException absent(String name) {
    return new UnfitException("field '%s': absent, a value expected".formatted(name));
  }
}
