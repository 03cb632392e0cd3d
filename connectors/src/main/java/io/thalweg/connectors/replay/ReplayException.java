package io.thalweg.connectors.replay;

/** A file that cannot be played; the message names file, line and column, and the remedy. */
public class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ReplayException(String message) {
    super(message);
  }

  public ReplayException(String message, Throwable cause) {
    super(message, cause);
  }
}
