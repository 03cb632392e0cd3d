package io.thalweg.connectors.kafka;

/** A broker that cannot be reached or does not do what it is asked; the message says the remedy. */
public final class KafkaAccessException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public KafkaAccessException(String message, Throwable cause) {
    super(message, cause);
  }
}
