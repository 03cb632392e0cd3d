package io.thalweg.jobs.cluster;

/** What a user can put right: the message says what was found, what was expected and the remedy. */
public final class ClusterException extends RuntimeException {
  public ClusterException(String message) {
    super(message);
  }

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
