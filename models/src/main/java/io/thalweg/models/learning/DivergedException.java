package io.thalweg.models.learning;

/** Something became infinite or not a number. */
final class DivergedException extends Exception {
  private static final long serialVersionUID = 1;

  DivergedException(String message) {
    super(message, null, false, false);
  }
}
