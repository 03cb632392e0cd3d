package io.thalweg.jobs.soak;

/** A soak that cannot go on, or found what it looked for. */
public final class SoakException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SoakException(String message) {
    super(message);
  }

  SoakException(String message, Throwable cause) {
    super(message, cause);
  }
}
