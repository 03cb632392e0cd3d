package io.thalweg.connectors.agents;

import com.fasterxml.jackson.databind.JsonNode;
import io.thalweg.connectors.json.JsonFields;

/**
 * Fields by which a record names a step, and what they may say: as much as in observations, since a
 * log may be written by others. A name that is too long for a checkpoint, a time after all times or
 * a number of which a float knows nothing would be trouble much later.
 */
final class StepFields {
  private StepFields() {}

  static String environment(JsonNode node) {
    JsonNode field = JsonFields.field(node, "environment");
    String name = field.isTextual() || field.isIntegralNumber() ? field.asText() : "";
    if (name.isEmpty() || name.length() > ObservationFields.LONGEST_NAME) {
      throw unfit(
          "environment",
          field.isTextual()
              ? "a text of %d characters".formatted(name.length())
              : field.getNodeType(),
          "text of 1 to %d characters".formatted(ObservationFields.LONGEST_NAME));
    }
    return name;
  }

  static long episode(JsonNode node) {
    return whole(node, "episode", 0, ObservationFields.MOST);
  }

  static long step(JsonNode node) {
    return whole(node, "step", 0, ObservationFields.MOST);
  }

  static long time(JsonNode node) {
    return whole(node, "time", 0, ObservationFields.LATEST);
  }

  /** −1: none. */
  static long policyVersion(JsonNode node) {
    return whole(node, "policy_version", -1, Long.MAX_VALUE);
  }

  /** A number that stays finite as a 32-bit float. */
  static double reward(JsonNode node, String name) {
    double reward = JsonFields.number(node, name);
    if (!(Math.abs(reward) <= Float.MAX_VALUE)) {
      throw unfit(name, Double.isNaN(reward) ? "null" : reward, "a number within ±3.4e38");
    }
    return reward;
  }

  /** NaN for null: not known. */
  static double probability(JsonNode node) {
    double probability = JsonFields.number(node, "probability");
    if (probability <= 0 || probability > 1) {
      throw unfit("probability", probability, "above 0 to 1, or null");
    }
    return probability;
  }

  private static long whole(JsonNode node, String name, long least, long most) {
    long number = JsonFields.whole(node, name);
    if (number < least || number > most) {
      throw unfit(name, number, "an integer from %d to %d".formatted(least, most));
    }
    return number;
  }

  private static IllegalArgumentException unfit(String field, Object found, String expected) {
    return new IllegalArgumentException(
        "field '%s': %s found, %s expected".formatted(field, found, expected));
  }
}
