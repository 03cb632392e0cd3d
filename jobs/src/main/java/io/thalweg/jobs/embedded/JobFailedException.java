package io.thalweg.jobs.embedded;

/** A job that did not end well; the message is the innermost reason. */
public final class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  JobFailedException(Throwable cause) {
    this(reason(cause), cause);
  }

  private JobFailedException(String reason, Throwable cause) {
    super("the job failed: " + reason, cause);
    this.reason = reason;
  }

  /** The innermost reason. */
  public String reason() {
    return reason;
  }

  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    String reason = failure.toString();
    while (innermost != null) {
      reason = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
      innermost = innermost.getCause();
    }
    return reason;
  }
}
