package io.thalweg.jobs.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.json.JsonFields;
import java.util.Arrays;

/** Predictions or actions of a job, of which a sample is looked at now and then. */
final class Answers {
  /** Answers whose latency is kept, the newest. */
  static final int MOST = 512;

  /** Longest answer that is looked at, in bytes. */
  static final int LONGEST = 64 << 10;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final double[] millis = new double[MOST];
  private long timed;
  private double version = Double.NaN;

  /**
   * Adds an answer.
   *
   * @return false where it is none, and is left alone
   */
  boolean add(byte[] value) {
    if (value == null || value.length > LONGEST) {
      return false;
    }
    try {
      JsonNode answer = JsonFields.object(MAPPER, value, "an answer");
      if (answer.path("took_ms").isNumber()) {
        millis[(int) (timed++ % MOST)] = answer.get("took_ms").doubleValue();
      }
      JsonNode by =
          answer.has("policy_version")
              ? answer.get("policy_version")
              : answer.path("model_version");
      if (by.isIntegralNumber()) {
        version = by.doubleValue();
      }
      return true;
    } catch (IllegalArgumentException somethingElse) {
      return false;
    }
  }

  /** The version that the newest is by; NaN before the first. */
  double version() {
    return version;
  }

  /** Time that so many per cent of the sample were answered within, in ms; NaN without any. */
  double millis(double percent) {
    int count = (int) Math.min(timed, MOST);
    if (count == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(millis, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(percent / 100 * count) - 1];
  }
}
