package io.thalweg.connectors.replay;

/** A column was asked for that the file does not have. */
public final class NoSuchColumnException extends ReplayException {
  private static final long serialVersionUID = 1;

  NoSuchColumnException(String message) {
    super(message);
  }
}
