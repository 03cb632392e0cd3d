package io.thalweg.jobs.embedded;

/** A job that did not end well; the message is the innermost reason. */
public final class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  JobFailedException(Throwable cause) {
    super("the job failed: " + reason(cause), cause);
  }

  /** The innermost message. */
  static String reason(Throwable failure) {
    Throwable innermost = failure;
    String reason = failure.toString();
    while (innermost != null) {
      reason = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
      innermost = innermost.getCause();
    }
    return reason;
  }
}
